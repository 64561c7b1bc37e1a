from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Shown(TextChoices):
    """Which cases of the queue a lead looks at."""

    ALL = "", _("All")
    UNTAKEN = "untaken", _("Nobody yet")
    MINE = "mine", _("Mine")
