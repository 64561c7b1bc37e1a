from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class PacketKind(TextChoices):
    POLICE = "police", _("For the police and a lawyer")


class PacketField(IntegerChoices):
    """Field ids in sealed headers, next to those of the other apps: append only."""

    MANIFEST = 30, _("Manifest")
    OUTCOME = 31, _("Outcome")
