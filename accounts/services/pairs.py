"""Key pairs and ways in: what an account and an organisation are made of."""

from dataclasses import dataclass

from django.db.models import Max

from accounts import sealing
from accounts.enums import SignInKind
from accounts.models import KeyPair, Organization, SignIn, User
from accounts.sealing import Credential, PrivateKey
from core.clock import now, stamp
from core.ids import new_id


@dataclass(frozen=True, slots=True, repr=False)
class Unlocked:
    """A person and her private key, fit for a session."""

    user: User
    key: PrivateKey


def give_key_pair(holder: User | Organization) -> PrivateKey:
    """A certified pair of the next generation; the one before is retired. In the caller's
    transaction."""
    pairs = holder.key_pairs
    pairs.current().update(retired_at=now())
    newest: int = pairs.aggregate(newest=Max("generation"))["newest"] or 0
    pair = KeyPair(
        user=holder if isinstance(holder, User) else None,
        organization=holder if isinstance(holder, Organization) else None,
        generation=newest + 1,
        not_before=stamp(now()),
    )
    private = sealing.certify_new_key(pair)
    pair.save(force_insert=True)
    return private


def put_sign_in(
    user: User,
    kind: SignInKind,
    credential: Credential,
    key: PrivateKey,
    salt: bytes | None = None,
) -> None:
    """This way in instead of an earlier one of its kind, which opens nothing from now on."""
    pair = user.key_pairs.current().get()
    SignIn.objects.filter(user=user, kind=kind).delete()
    sign_in = SignIn(
        id=new_id(),
        user=user,
        kind=kind,
        lookup=sealing.lookup_of(credential),
        salt=salt,
        generation=pair.generation,
    )
    sign_in.sealed_private_key = sealing.seal_private_key(credential, sign_in, key)
    sign_in.save()
