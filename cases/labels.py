"""Names, in the reader's language, for the ids that stand in sealed records."""

from collections.abc import Iterable, Mapping

from resources.incident_forms import incident_form
from resources.questionnaire import questionnaire
from resources.selectors import place_choices, platform_choices

RELATION_QUESTION = "q11_pelaku"


def form_labels(ids: Iterable[str]) -> tuple[str, ...]:
    """What happened, in words; an id of an older taxonomy is left out."""
    found = (incident_form(one) for one in ids)
    return tuple(str(form.label) for form in found if form is not None)


def plain_labels(ids: Iterable[str]) -> tuple[str, ...]:
    """The same as the owner reads it."""
    found = (incident_form(one) for one in ids)
    return tuple(str(form.plain) for form in found if form is not None)


def relation_label(value: str) -> str:
    question = questionnaire().question(RELATION_QUESTION)
    option = question.option(value) if question else None
    return str(option.label) if option else ""


def platform_names() -> Mapping[str, str]:
    """All platforms and places by slug, in one query; a slug that is gone shows as itself."""
    platforms = dict(platform_choices())
    return platforms | dict(place_choices(platforms))
