from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class UserKind(TextChoices):
    OWNER = "owner", _("Owner")
    STAFF = "staff", _("Staff")


class Role(TextChoices):
    """What somebody is on this request; the rows of the access matrix."""

    ANONYMOUS = "anonymous", _("Not signed in")
    OWNER = "owner", _("Owner")
    PARALEGAL = "paralegal", _("Paralegal")
    LAWYER = "lawyer", _("Lawyer")
    LEAD = "lead", _("Lead")
    ORG_ADMIN = "org_admin", _("Organisation admin")
    SITE_ADMIN = "site_admin", _("Site admin")


class MemberRole(TextChoices):
    PARALEGAL = "paralegal", _("Paralegal")
    LAWYER = "lawyer", _("Lawyer")
    LEAD = "lead", _("Lead")
    ORG_ADMIN = "org_admin", _("Organisation admin")


WORK_ON_CASES = (MemberRole.PARALEGAL, MemberRole.LAWYER, MemberRole.LEAD)


class SignInKind(TextChoices):
    WORDS = "words", _("Seven words")
    RECOVERY = "recovery", _("Recovery code")
    PASSWORD = "password", _("Password")
