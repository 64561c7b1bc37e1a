"""What a file says of itself, in words for a page: claims that anybody can have written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.html import Text
from evidence.details import ItemDetails
from evidence.sandbox.picture_answer import YES

# In the order in which a page shows them.
PLAIN: Mapping[str, Text] = {
    "mail_from": _("From"),
    "mail_sender": _("Sent by"),
    "mail_reply_to": _("Answers go to"),
    "mail_return_path": _("Returns go to"),
    "mail_to": _("To"),
    "mail_cc": _("Copy to"),
    "mail_date": _("Date in the mail"),
    "mail_subject": _("Subject"),
    "mail_id": _("Number of the mail"),
    "taken": _("Taken"),
    "created": _("Made"),
    "digitised": _("Made digital"),
    "changed": _("Changed"),
    "camera": _("Device"),
    "software": _("Program"),
    "author": _("Author"),
    "copyright": _("Rights"),
    "duration": _("Length"),
    "sound": _("Has sound"),
    "serial": _("Has the serial number of a device"),
    "c2pa": _("Has a record of where it comes from (C2PA)"),
}
TECHNICAL: Mapping[str, Text] = {
    "dimensions": _("Width and height"),
    "orientation": _("Orientation mark"),
    "rotation": _("Turned by"),
    "codec": _("Video format"),
    "encoder": _("Packed by"),
    "handler": _("Track made by"),
    "lens": _("Lens"),
    "thumbnail": _("Has a small second picture"),
    "mpf": _("Has further pictures"),
    "xmp": _("Has XMP notes"),
    "iptc": _("Has IPTC notes"),
}
TIMES = frozenset({"taken", "created", "digitised", "changed"})


@dataclass(frozen=True, slots=True)
class Told:
    """Name and text of each thing it says: for everybody, and for technicians."""

    plain: tuple[tuple[Text, str], ...]
    technical: tuple[tuple[Text, str], ...]


def read_out(details: ItemDetails) -> Told:
    """Never the place or the way it came, and of a locked file nothing. Names of a newer version
    stay out."""
    if details.is_locked:
        return Told((), ())
    told = details.metadata or _first_facts(details)
    return Told(_named(told, PLAIN), _named(told, TECHNICAL))


def _named(told: Mapping[str, str], labels: Mapping[str, Text]) -> tuple[tuple[Text, str], ...]:
    return tuple(
        (label, _shown(name, told[name])) for name, label in labels.items() if told.get(name)
    )


def _shown(name: str, text: str) -> str:
    if name in TIMES:
        return _time(text)
    return gettext("Yes") if text == YES else text


def _time(text: str) -> str:
    """As people write it, with the zone as it stands; of what is no time, as it stands."""
    day, _space, rest = text.partition(" ")
    clock, _space, zone = rest.partition(" ")
    try:
        moment = datetime.fromisoformat(f"{day} {clock}")
    except ValueError:
        return text
    shown = date_format(moment, gettext("j F Y, H:i"))
    return f"{shown} (UTC{zone})" if zone[:1] in ("+", "-") else f"{shown} {zone}".strip()


def _first_facts(details: ItemDetails) -> dict[str, str]:
    """All that was read out of the first pictures kept."""
    names = {"taken": "taken_at", "camera": "camera", "software": "software"}
    return {name: str(details.facts.get(fact, "")) for name, fact in names.items()}
