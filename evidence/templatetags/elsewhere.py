"""What an item is; and what lies elsewhere, as text to be read and compared, never a link."""

import re
from typing import Any

from django import template

from cases.labels import platform_names
from core.html import Text
from evidence.addresses import NoAddress, read_address
from evidence.details import ItemDetails
from evidence.labels import kind_label
from evidence.models import EvidenceItem
from resources.fingerprints import hashing

register = template.Library()


@register.filter
def what_it_is(item: EvidenceItem, details: ItemDetails) -> Text:
    return kind_label(item, details)


@register.filter
def in_groups(fingerprint: str) -> str:
    """In groups of eight, to be compared with the eye."""
    return " ".join(re.findall(".{1,8}", fingerprint))


@register.filter
def host_in_letters(url: str) -> str:
    """What a host of foreign letters is made to look like, beside its true name; else empty."""
    try:
        address = read_address(url)
    except NoAddress:
        return ""
    return f"{address.host_shown} = {address.host}" if address.is_in_other_letters else ""


@register.filter
def platform_name(slug: str) -> str:
    return platform_names().get(slug, slug)


@register.inclusion_tag("evidence/_by_hand.html")
def making_one_by_hand() -> dict[str, Any]:
    """How a fingerprint is made where no script can make it."""
    return {"hashing": hashing()}
