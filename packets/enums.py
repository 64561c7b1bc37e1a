from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class PacketKind(TextChoices):
    POLICE = "police", _("For the police and a lawyer")

    @property
    def language(self) -> str:
        """What it is written in: the language of whoever receives it, not of whoever asks."""
        return {PacketKind.POLICE: "id"}[self]


class PacketField(IntegerChoices):
    """Field ids in sealed headers, next to those of the other apps: append only."""

    MANIFEST = 30, _("Manifest")
    OUTCOME = 31, _("Outcome")
