"""Names, in the reader's language, for the ids that stand in sealed records."""

from collections.abc import Iterable, Mapping

from resources.incident_forms import incident_form
from resources.questionnaire import questionnaire
from resources.selectors import platform_choices

RELATION_QUESTION = "q11_pelaku"


def form_labels(ids: Iterable[str]) -> tuple[str, ...]:
    """What happened, in words; an id of an older taxonomy is left out."""
    found = (incident_form(one) for one in ids)
    return tuple(str(form.label) for form in found if form is not None)


def relation_label(value: str) -> str:
    question = questionnaire().question(RELATION_QUESTION)
    option = question.option(value) if question else None
    return str(option.label) if option else ""


def platform_names() -> Mapping[str, str]:
    """All platforms by slug, in one query; a slug that is gone shows as itself."""
    return {slug: str(name) for slug, name in platform_choices()}
