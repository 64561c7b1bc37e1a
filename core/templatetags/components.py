"""Draws the components of `templates/components/`, so that a page never leaves a value out."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Protocol

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core import html
from core.clock import WIB
from core.forms import BaseForm
from core.html import Text

register = template.Library()


class Channel(Protocol):
    """A way to reach a service: what a press opens, and how people read it."""

    @property
    def link(self) -> str: ...
    @property
    def shown(self) -> str: ...


LANGUAGE_NAMES = {"id": "Indonesia", "en": "English"}
# A state is a word and a shape; colour only repeats what both already say.
STATES: dict[str, tuple[str, Promise]] = {
    "todo": ("open", pgettext_lazy("state", "Not started")),
    "partly": ("half", pgettext_lazy("state", "Partly done")),
    "done": ("done", pgettext_lazy("state", "Done")),
    "skipped": ("skip", pgettext_lazy("state", "Skipped")),
    "waiting": ("wait", pgettext_lazy("state", "Waiting")),
    "building": ("half", pgettext_lazy("state", "Being made")),
    "ready": ("done", pgettext_lazy("state", "Ready")),
    "needs_owner": ("ask", pgettext_lazy("state", "Press continue")),
    "failed": ("fail", pgettext_lazy("state", "Failed")),
    "active": ("ask", pgettext_lazy("state", "Still online")),
    "reported": ("wait", pgettext_lazy("state", "Reported")),
    "down": ("done", pgettext_lazy("state", "Taken down")),
    "refused": ("skip", pgettext_lazy("state", "Refused")),
    "back": ("fail", pgettext_lazy("state", "Online again")),
}


@register.simple_tag(takes_context=True)
def title_prefix(context: Context) -> str:
    """What a page title begins with when a form of the page has errors; nothing otherwise."""
    forms = [context.get("form"), *(context.get("forms") or [])]
    if any(form is not None and form.is_bound and form.errors for form in forms):
        return gettext("Correct this:") + " "
    return ""


@register.inclusion_tag("components/_scripts.html", takes_context=True)
def scripts(context: Context) -> dict[str, Any]:
    """The way out and the flat history; only a page that carries the second may parse anything."""
    context["request"].parses_answers = True
    return {}


@register.simple_tag(takes_context=True)
def file_script(context: Context, name: str) -> SafeString:
    """A script that takes fingerprints of files; only a page that carries one may have a worker."""
    context["request"].measures_files = True
    return format_html('<script type="module" src="{}"></script>', static(f"js/{name}.js"))


@register.inclusion_tag("components/_language.html", takes_context=True)
def language_switch(context: Context) -> dict[str, Any]:
    """The other language: beside a question a button of its form, so that what was typed stays.

    A file cannot be sent back to her browser, so beside one it is a link.
    """
    form = context.get("form")
    code = context["other_language"]
    return {
        "with_form": isinstance(form, BaseForm) and not form.is_multipart(),
        "code": code,
        "name": LANGUAGE_NAMES[code],
        "url": context["other_language_url"],
    }


@register.inclusion_tag("components/_back.html")
def back_link(url: str, label: Text = "") -> dict[str, Any]:
    return {"url": url, "label": label or _("Back")}


@register.inclusion_tag("components/_progress.html")
def progress(number: int, total: int, section: Text) -> dict[str, Any]:
    return {"number": number, "total": total, "section": section}


@register.simple_tag
def step_title(number: int, total: int) -> str:
    """Tells pages apart in a list of tabs, and nobody what they are about."""
    told = gettext("Step %(number)d of %(total)d")
    return told % {"number": number, "total": total}


@register.inclusion_tag("components/_state.html")
def state(name: str, text: Text = "") -> dict[str, Any]:
    shape, word = STATES[name]
    return {"shape": shape, "text": text or word}


@register.inclusion_tag("components/_task_row.html")
def task_row(
    url: str, title: Text, state: str = "", hint: Text = "", state_text: Text = ""
) -> dict[str, Any]:
    return {"url": url, "title": title, "state": state, "hint": hint, "state_text": state_text}


@register.inclusion_tag("components/_chips.html")
def chips(items: list[html.Chip | Text]) -> dict[str, Any]:
    shown = [item if isinstance(item, html.Chip) else html.Chip(item) for item in items]
    return {"chips": shown}


@register.inclusion_tag("components/_summary_list.html")
def summary_list(rows: list[html.SummaryRow]) -> dict[str, Any]:
    return {"rows": rows}


@register.inclusion_tag("components/_tile.html")
def tile(item: html.Tile) -> dict[str, Any]:
    return {"tile": item}


@register.inclusion_tag("components/_preview.html")
def preview(data_uri: str, label: Text) -> dict[str, Any]:
    return {"data_uri": data_uri, "label": label}


@register.inclusion_tag("components/_timeline_list.html")
def timeline_list(entries: list[html.TimelineEntry]) -> dict[str, Any]:
    return {"entries": entries}


@register.simple_block_tag
def notice(content: SafeString, tone: str = "note") -> SafeString:
    return render_to_string("components/_notice.html", {"content": content, "tone": tone})


@register.simple_block_tag
def details(content: SafeString, summary: Text) -> SafeString:
    return render_to_string("components/_details.html", {"content": content, "summary": summary})


@register.simple_tag
def outward(url: str, text: Text) -> SafeString:
    """A link that leaves the site and does not say where from."""
    return format_html('<a href="{}" rel="noreferrer nofollow">{}</a>', url, text)


@register.simple_tag
def channel_link(channel: Channel) -> SafeString:
    """A way to reach somebody; an address on the web may break only where its parts end."""
    parts = [part for part in re.split(r"(?<=[/.?&=@])", channel.shown) if part]
    is_long = not channel.link.startswith("tel:")
    context = {"channel": channel, "parts": parts, "is_long": is_long}
    return render_to_string("components/_channel.html", context)


@register.filter
def moment(value: datetime) -> str:
    """Day and time by the clock of western Indonesia, in the reader's language."""
    style = gettext("j F Y, H:i")
    return f"{date_format(value.astimezone(WIB), style)} WIB"


@register.filter
def day(value: date) -> str:
    """A day; of a moment, the one by the clock of western Indonesia."""
    local = value.astimezone(WIB) if isinstance(value, datetime) else value
    return date_format(local, "j F Y")


@register.filter
def unbroken(label: str) -> SafeString:
    """The number of an item, "B-01": a line never ends at its hyphen."""
    return format_html('<span class="nr">{}</span>', label)


@register.filter
def listed(labels: Iterable[str]) -> SafeString:
    """Several of them, in one line."""
    return format_html_join(", ", '<span class="nr">{}</span>', ((one,) for one in labels))


@register.filter
def file_size(size: int) -> str:
    return html.file_size(size)
