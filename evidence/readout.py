"""What a file says of itself, in words for a page: claims that anybody can have written."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from evidence.details import ItemDetails
from evidence.sandbox.picture_answer import YES

# In the order in which a page shows them.
LABELS: dict[str, Promise] = {
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
    "lens": _("Lens"),
    "software": _("Program"),
    "encoder": _("Packed by"),
    "handler": _("Track made by"),
    "author": _("Author"),
    "copyright": _("Rights"),
    "dimensions": _("Width and height"),
    "orientation": _("Orientation mark"),
    "rotation": _("Turned by"),
    "duration": _("Length"),
    "codec": _("Video format"),
    "sound": _("Has sound"),
    "serial": _("Has a serial number"),
    "thumbnail": _("Has a small second picture"),
    "mpf": _("Has further pictures"),
    "xmp": _("Has XMP notes"),
    "iptc": _("Has IPTC notes"),
    "c2pa": _("Has a C2PA record of origin"),
}


def read_out(details: ItemDetails) -> list[tuple[str, str]]:
    """Name and text of each thing it says, without place and way; names of a newer version not."""
    told = details.metadata or _first_facts(details)
    return [
        (str(label), gettext("Yes") if told[name] == YES else told[name])
        for name, label in LABELS.items()
        if told.get(name)
    ]


def _first_facts(details: ItemDetails) -> dict[str, str]:
    """All that was read out of the first pictures kept."""
    names = {"taken": "taken_at", "camera": "camera", "software": "software"}
    return {name: str(details.facts.get(fact, "")) for name, fact in names.items()}
