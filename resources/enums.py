from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Confidence(TextChoices):
    """How well an entry is known; only `seen` was read in full in a page whose address is kept."""

    SEEN = "seen", _("Read in an archived page")
    PARTLY_SEEN = "partly_seen", _("Only part of the text was read")
    SEEN_CONFLICTING = "seen_conflicting", _("Two sources disagree")
    SEEN_SOURCE_NOT_RECORDED = "seen_source_not_recorded", _("Read, but the source was not noted")
    GENERAL_KNOWLEDGE = "general_knowledge_unverified", _("General knowledge, not verified")
    NEEDS_LAWYER = "uncertain_needs_lawyer", _("Contested: a lawyer has to decide")
    NOT_FOUND = "not_found", _("Looked for, not found")
    OWN_DESIGN = "derived_design", _("Our own proposal")


class Urgency(TextChoices):
    """Orders advice; never shown to the owner."""

    LOW = "rendah", _("Low")
    MEDIUM = "sedang", _("Medium")
    HIGH = "tinggi", _("High")
    IMMEDIATE = "segera", _("Immediate")

    @property
    def rank(self) -> int:
        return list(Urgency).index(self)


class Horizon(TextChoices):
    """The sections of a plan, from the nearest to the farthest."""

    NOW = "now", _("Now")
    DAY = "day", _("The next 24 hours")
    WEEK = "week", _("This week")
    LATER = "later", _("Later")

    @property
    def rank(self) -> int:
        return list(Horizon).index(self)


class ServiceKind(TextChoices):
    """The sections of the help page, in their order."""

    EMERGENCY = "emergency", _("In danger or in crisis now")
    SUPPORT = "support", _("Someone to stand beside you")
    CHILD = "child", _("When someone is under 18")
    LEGAL = "legal", _("Legal help and protection")
    CONTENT = "content", _("Getting content taken down")
    POLICE = "police", _("Police reports")
    MONEY = "money", _("When money was sent")
    OVERSIGHT = "oversight", _("When you are turned away")


class ChannelKind(TextChoices):
    PHONE = "phone", _("Phone")
    WHATSAPP = "whatsapp", _("WhatsApp")
    WEB = "web", _("Website")
    EMAIL = "email", _("E-mail")
    SOCIAL = "social", _("Social media")
    FAX = "fax", _("Fax")
    ADDRESS = "address", _("Address")


class RouteKind(TextChoices):
    """What a platform's form or address is for."""

    NCII = "ncii", _("Intimate content without consent")
    IMPERSONATION = "impersonation", _("Impersonation")
    UNDERAGE = "underage", _("Someone under 18")
    PRIVACY = "privacy", _("Breach of privacy")
    DEEPFAKE = "deepfake", _("Made-up images")
    COPYRIGHT = "copyright", _("Copyright")
    EMAIL = "email", _("E-mail")
    ESCALATION = "escalation", _("When a report was refused")
    INFO = "info", _("Information")
    LOOKUP = "lookup", _("Finding the provider")
    HOST_EMAIL = "host_email", _("The provider's abuse address")


class Place(TextChoices):
    """Where things happen that no platform's name stands for."""

    WEBSITE = "situs", _("Another website")
    SMS = "sms", _("SMS")
    CALL = "telepon", _("Phone call")
    EMAIL = "email", _("E-mail")
    IN_PERSON = "langsung", _("In person, face to face")


class DistanceAct(TextChoices):
    """What brings distance at a place, the quietest and most easily undone first."""

    MUTE = "mute", _("Mute")
    BLOCK = "block", _("Block")
    DEACTIVATE = "deactivate", _("Switch off for a while")
    DELETE = "delete", _("Delete for good")


class ReportKind(TextChoices):
    """The one reason a report to a platform gives."""

    NCII = "ncii", _("Intimate content without consent")
    IMPERSONATION = "impersonation", _("Impersonation")
    UNDERAGE = "underage", _("Someone under 18")
    THREAT = "threat", _("Threat to share intimate content")
    DEEPFAKE = "deepfake", _("Made-up images")


class Outcome(StrEnum):
    """What came of an earlier report that a new one names."""

    SENT = "sent"
    REFUSED = "refused"
    REAPPEARED = "reappeared"


class Topic(TextChoices):
    """What a point of the check-up is about: the headings of an app's page, in their order."""

    ACCOUNTS = "accounts", _("Account and password")
    RECOVERY = "recovery", _("Ways to get back in")
    SESSIONS = "sessions", _("Where it is open")
    LOCATION = "location", _("Location")
    BACKUPS = "backups", _("Backups and photos")
    TWO_STEP = "two_step", _("Two-step sign-in")


class LawUse(TextChoices):
    """What an article may be looked at for; counsel chooses, the program only lists."""

    ALL = "all", _("Every case")
    NCII = "ncii", _("Intimate content without consent")
    VOYEUR = "voyeur", _("Recorded in secret")
    STALKING = "stalking", _("Stalking")
    SEXTORTION = "sextortion", _("Extortion with sexual content")
    THREAT = "threat", _("Threats")
    DEEPFAKE = "deepfake", _("Made-up images")
    IMPERSONATION = "impersonation", _("Impersonation")
    HACKING = "hacking", _("Hacked account")
    GROOMING = "grooming", _("Grooming")
    DOXING = "doxing", _("Personal data spread")
    DEFAMATION = "defamation", _("Defamation")
    FLAMING = "flaming", _("Sexual insults")
    MINOR = "minor", _("Someone under 18")
    PARTNER = "partner", _("Partner or family")
    DISABILITY = "disability", _("Disability")
    EVIDENCE = "evidence", _("Evidence")
    RESTITUTION = "restitution", _("Restitution")
    REPORT = "report", _("Reporting")
    PROTECTION = "protection", _("Protection")
    TAKEDOWN = "takedown", _("Removal of content")
    PROCEDURE = "procedure", _("Procedure")
    CRIMINALISATION = "criminalisation", _("Risk of being prosecuted")
    STAFF = "staff", _("Risk for companions")
    META = "meta", _("Rules about rules")
    DEADLINE = "deadline", _("Time limits")
