"""Names for the ids that stand in records, in the words of the one who reads them."""

from collections.abc import Iterable

from django import template

from cases import labels
from cases.details import Quote

register = template.Library()


@register.filter
def plain_labels(ids: Iterable[str]) -> tuple[str, ...]:
    return labels.plain_labels(ids)


@register.filter
def wall_time(quote: Quote) -> str:
    return labels.wall_time(quote)
