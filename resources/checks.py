"""resources.E001: a data file that cannot be used stops the start, and says which and why."""

from collections.abc import Callable

from django.core.checks import CheckMessage, Error

from resources import (
    addresses,
    articles,
    checkup,
    fingerprints,
    guides,
    incident_forms,
    letters,
    questionnaire,
    seeds,
    ways,
)
from resources.exceptions import DataError

READERS: tuple[Callable[[], object], ...] = (
    questionnaire.questionnaire,
    incident_forms.taxonomy,
    letters.wordings,
    guides.first_steps,
    ways.ways,
    checkup.checked_apps,
    articles.articles,
    addresses.address_book,
    fingerprints.hashing,
    seeds.service_seeds,
    seeds.platform_seeds,
    seeds.law_seeds,
)


def check_data(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for read in READERS:
        try:
            read()
        except DataError as error:
            found.append(Error(str(error), hint="See resources/data.", id="resources.E001"))
    return found
