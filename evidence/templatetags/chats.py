"""What a chat holds, as text to be read: a stranger wrote it."""

import re

from django import template
from django.utils.translation import gettext_lazy as _

from core.html import Text
from evidence.chats.messages import Unreadable
from evidence.sniffing import show_controls

register = template.Library()

# Between signs that are drawn as one: a hand and its sex, a family.
SIGN = "\u2600-\u27bf\U0001f000-\U0001faff"
JOINED = re.compile(f"(?<=[{SIGN}\ufe0f])\u200d(?=[{SIGN}])")
FORMAT_NAMES = {
    "whatsapp": "WhatsApp",
    "telegram": "Telegram (JSON)",
    "telegram_html": "Telegram (HTML)",
    "meta": "Instagram / Facebook (JSON)",
    "meta_html": "Instagram / Facebook (HTML)",
    "messenger": "Messenger (JSON)",
}
UNSAFE = _("This file is built in a way that cannot be read safely.")
REASONS: dict[str, Text] = {
    Unreadable.UNKNOWN: _("We do not know how to read this kind of file."),
    Unreadable.TOO_LARGE: _("This file is too large to be read here."),
    Unreadable.TOO_MANY: _(
        "This chat has more than 200,000 messages. Export a shorter part of it."
    ),
    **dict.fromkeys((Unreadable.TOO_DEEP, Unreadable.CROWDED), UNSAFE),
    Unreadable.BROKEN: _("This file is broken, or was cut off on the way."),
    Unreadable.ARCHIVE: _("This ZIP file is built in a way that cannot be opened safely."),
}


@register.filter
def visible(text: str) -> str:
    """With every sign that would not be seen spelled out; lines stay lines."""
    return "\n".join(map(_visible, text.split("\n")))


def _visible(line: str) -> str:
    return "\u200d".join(show_controls(part, len(part)) for part in JOINED.split(line))


@register.filter
def unreadable(reason: str) -> Text:
    """Why no message could be read, in a sentence."""
    return REASONS.get(reason, REASONS[Unreadable.UNKNOWN])


@register.filter
def format_name(reader: str) -> str:
    """What kind of export it is, of which parser read it in which version."""
    name = reader.partition("/")[0]
    return FORMAT_NAMES.get(name, name)
