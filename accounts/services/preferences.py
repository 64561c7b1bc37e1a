"""How one owner's pages behave: what she chose, sealed for nobody but her."""

import json

from accounts.actors import Actor
from accounts.models import SealedPreferences, User
from accounts.sealing import PrivateKey, open_preferences, seal_preferences
from core.exceptions import NotOpened
from core.preferences import USUAL, Preferences


def preferences_of(user: User, key: PrivateKey) -> Preferences:
    """What she chose, or what holds for everybody.

    So it is where the row opens no more: how her pages look never keeps her from her notes.
    """
    row = SealedPreferences.objects.filter(user=user).first()
    try:
        content = open_preferences(key, user.id, bytes(row.sealed)) if row else b"{}"
    except NotOpened:
        return USUAL
    return Preferences.from_json(json.loads(content))


def keep_preferences(actor: Actor, chosen: Preferences) -> None:
    """Seals them under her own key; the session that is open goes by them from the next page."""
    content = json.dumps(chosen.to_json(), ensure_ascii=False).encode()
    sealed = seal_preferences(actor.keyring.own(), actor.user_id, content)
    SealedPreferences.objects.update_or_create(user=actor.user, defaults={"sealed": sealed})
