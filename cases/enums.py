from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

from resources.enums import Place


class CaseState(TextChoices):
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class RecordKind(IntegerChoices):
    """What a sealed record holds. The numbers are field ids in sealed headers: append only."""

    GATE = 1, _("First questions")
    INCIDENT = 2, _("What happened")
    CONTACT_PLAN = 3, _("Cutting contact")
    RISK_ASSESSMENT = 4, _("Risk map")
    SAFETY_PLAN = 5, _("Plan")
    PLATFORM_REPORT = 6, _("Report to a platform")
    HELP_REQUEST = 7, _("Asking for help")
    CHECKUP = 8, _("Safer accounts")


class GrantField(IntegerChoices):
    """Field ids in sealed headers, next to those of the other apps: append only."""

    SHARE_KEY = 40, _("Key of what is shared")


class OwnField(IntegerChoices):
    """Field ids of what nobody but the owner opens: append only."""

    DRAFT = 41, _("What was typed and not saved")


class GrantScope(TextChoices):
    """How far a grant goes."""

    WHOLE = "whole", _("Everything")
    ITEMS = "items", _("Only the files I choose")


class ReportStatus(TextChoices):
    DRAFT = "draft", _("Not sent yet")
    SENT = "sent", _("Sent")
    DOWN = "down", _("Taken down")
    REFUSED = "refused", _("Refused")
    REAPPEARED = "reappeared", _("Appeared again")


class ReportRecipient(TextChoices):
    """Who gets a report; the ministry is asked after the platform."""

    PLATFORM = "platform", _("The platform")
    MINISTRY = "ministry", "Komdigi"


class Seen(TextChoices):
    """What she saw when she looked again."""

    STILL = "still", _("It is still there")
    GONE = "gone", _("It is gone")
    NOT_NOW = "not_now", _("Not now")


class TaskState(TextChoices):
    NOT_STARTED = "not_started", _("Not started")
    PARTLY = "partly", _("Partly done")
    DONE = "done", _("Done")


class Channel(TextChoices):
    """Where somebody can reach her; step B has a checklist for each."""

    WHATSAPP = "whatsapp", "WhatsApp"
    INSTAGRAM = "instagram", "Instagram"
    FACEBOOK = "facebook", "Facebook, Messenger"
    TELEGRAM = "telegram", "Telegram"
    TIKTOK = "tiktok", "TikTok"
    X = "x", "X (Twitter)"
    PHONE = "phone", _("Calls and SMS")
    EMAIL = "email", _("E-mail")
    IN_PERSON = "in_person", _("In person")
    OTHER = "other", _("Somewhere else")

    @property
    def place(self) -> str:
        """What the resources call it; of another place they know nothing by itself."""
        other_names = {Channel.PHONE: Place.CALL, Channel.IN_PERSON: Place.IN_PERSON}
        return str(other_names.get(self, self))


class ChannelAct(TextChoices):
    """What she did on a channel, in the order that keeps proof."""

    SAVED = "saved", _("I kept or wrote down what is there: chats, addresses, names")
    MUTED = "muted", _("I muted it")
    BLOCKED = "blocked", _("I blocked this person")
    DEACTIVATED = "deactivated", _("I switched my account off for a while")
    DELETED = "deleted", _("I deleted my account, or changed my number")
    NOTHING = "nothing", _("Nothing yet")


class SharedThing(TextChoices):
    """What of hers somebody else may still see into."""

    PASSWORDS = "passwords", _("A password this person knows or could guess")
    SESSIONS = "sessions", _("An account still signed in on another phone or computer")
    LOCATION = "location", _("Location that is shared")
    PHOTOS = "photos", _("A photo backup or album in common")
    PHONE = "phone", _("A phone or SIM card this person can pick up")
    NOTHING = "nothing", _("None of these")
    UNKNOWN = "unknown", _("I do not know")


class CardChoice(TextChoices):
    """What she did with an advice card of her plan, or with a point of the check-up."""

    TAKEN = "taken", _("I will do this")
    DONE = "done", _("Done")
    LATER = "later", _("Later")
    SKIPPED = "skipped", _("Not for me")


class Need(TextChoices):
    """What she asks an organisation for, in everyday words."""

    TALK = "talk", _("Somebody to talk to")
    ADVICE = "advice", _("Know what I can do, also by law")
    TAKEDOWN = "takedown", _("Get something taken down")
    SAFETY = "safety", _("Be safe where I live")
    ACCOUNTS = "accounts", _("Make my phone and accounts safe")
    COMPANY = "company", _("Somebody to come along, for example to the police")
    UNKNOWN = "unknown", _("I do not know yet")


class ReachWay(TextChoices):
    """How she may be reached."""

    MESSAGE = "message", _("A message, for example WhatsApp or SMS")
    CALL = "call", _("A call")
    EMAIL = "email", _("An e-mail")
    PERSON = "person", _("Through somebody I trust")
    NONE = "none", _("Do not contact me")


class MessageLeft(TextChoices):
    """Whether something may be said or written where others could hear or read it."""

    NOTHING = "nothing", _("No, nothing")
    NEUTRAL = "neutral", _("Only “please call back”, without a name or a reason")
    ANYTHING = "anything", _("Yes")


class Consent(TextChoices):
    """What an organisation may do with a case; each is given by itself."""

    SEEN = "seen", _("A companion of this organisation may read my notes and see my proof.")
    PASSED_ON = "passed_on", _("They may make packets for the police or a lawyer out of them.")
    STATISTICS = "statistics", _("They may count my notes in numbers that tell nothing about me.")
