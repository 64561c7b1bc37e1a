"""The page on which she covers parts of what she wrote down."""

from dataclasses import replace

import pytest
from django.test import Client

from cases.details import IncidentDetails
from cases.enums import RecordKind
from cases.models import CaseRecord
from cases.redaction import BAR, MOST_PIECES, covered_incident
from cases.services import save_record
from tests.cases.pages import acts, make_record, page, read
from tests.cast import Cast

DETAILS = IncidentDetails(
    platform="telegram",
    respondent="Rina",
    accounts=("@rina",),
    addresses=("https://t.me/lain",),
    note="Rina menulis lagi",
)


@pytest.fixture
def incident(cast: Cast) -> CaseRecord:
    return make_record(owner=cast.ani, case=cast.case, details=DETAILS)


def where(cast: Cast, incident: CaseRecord) -> str:
    return page(cast.case, "incident-redact", incident.ref)


def test_what_she_covers_is_kept_and_shown_as_it_leaves(
    cast: Cast, ani: Client, incident: CaseRecord
) -> None:
    told = {"covered": "Rina\n\n menulis \nRina", "covered_fields": ["account:@rina"]}
    answer = ani.post(where(cast, incident), told)
    assert answer["Location"] == where(cast, incident)
    kept = read(cast.ani, incident, IncidentDetails)
    assert (kept.covered, kept.covered_fields) == (("Rina", "menulis"), ("account:@rina",))
    assert kept.note == DETAILS.note
    assert f"{BAR} {BAR} lagi" in ani.get(answer["Location"]).content.decode()


def test_a_word_that_stands_nowhere_in_the_note_is_told(
    cast: Cast, ani: Client, incident: CaseRecord
) -> None:
    ani.post(where(cast, incident), {"covered": "rina\nRini"})
    text = ani.get(where(cast, incident)).content.decode()
    assert "<li>Rini</li>" in text
    assert "<li>rina</li>" not in text


def test_every_text_of_hers_can_be_covered_as_a_whole(
    cast: Cast, ani: Client, incident: CaseRecord
) -> None:
    text = ani.get(where(cast, incident)).content.decode()
    for name in ("respondent", "note", "account:@rina", "address:https://t.me/lain"):
        assert f'value="{name}"' in text, name


def test_the_same_again_writes_nothing(cast: Cast, ani: Client, incident: CaseRecord) -> None:
    ani.post(where(cast, incident), {"covered": "Rina"})
    before = acts(cast.ani, cast.case)
    ani.post(where(cast, incident), {"covered": "Rina"})
    assert acts(cast.ani, cast.case) == before


def test_nothing_chosen_uncovers(cast: Cast, ani: Client, incident: CaseRecord) -> None:
    ani.post(where(cast, incident), {"covered": "Rina", "covered_fields": ["note"]})
    ani.post(where(cast, incident), {"covered": ""})
    kept = read(cast.ani, incident, IncidentDetails)
    assert (kept.covered, kept.covered_fields) == ((), ())


@pytest.mark.parametrize(
    "told",
    [
        {"covered": "\n".join(str(number) for number in range(MOST_PIECES + 1))},
        {"covered": "x" * 5000},
        {"covered": "", "covered_fields": ["account:@lain"]},
    ],
)
def test_what_cannot_be_covered_is_told_and_not_kept(
    cast: Cast, ani: Client, incident: CaseRecord, told: dict[str, object]
) -> None:
    answer = ani.post(where(cast, incident), told)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert read(cast.ani, incident, IncidentDetails) == DETAILS


def test_covers_stay_while_she_changes_something_else(
    cast: Cast, ani: Client, incident: CaseRecord
) -> None:
    ani.post(where(cast, incident), {"covered": "Rina"})
    ani.post(page(cast.case, "incident-step", incident.ref, 2), {"platform": "instagram"})
    kept = read(cast.ani, incident, IncidentDetails)
    assert (kept.platform, kept.covered) == ("instagram", ("Rina",))


def read_page(ani: Client, address: str) -> str:
    return ani.get(address).content.decode()


def edit(ani: Client, cast: Cast, incident: CaseRecord, step: int, **told: object) -> None:
    assert ani.post(page(cast.case, "incident-step", incident.ref, step), told).status_code == 302


def test_an_address_that_she_corrects_stays_covered_until_she_has_looked(
    cast: Cast, ani: Client, incident: CaseRecord
) -> None:
    """The plain forms, one after the other: what she covered, corrected, saw and let leave."""
    ani.post(where(cast, incident), {"covered_fields": ["address:https://t.me/lain"]})
    told = {"addresses": "https://t.me/lain/7", "accounts": "@rina"}
    edit(ani, cast, incident, 3, **told)
    kept = read(cast.ani, incident, IncidentDetails)
    assert covered_incident(kept).addresses == (BAR,)
    assert where(cast, incident) in read_page(ani, page(cast.case, "incident-check", incident.ref))
    shown = read_page(ani, where(cast, incident))
    assert "<li>https://t.me/lain/7</li>" in shown
    assert "checked" in shown.partition('value="address:https://t.me/lain/7"')[2].partition(">")[0]
    ani.post(where(cast, incident), {"covered": ""})
    kept = read(cast.ani, incident, IncidentDetails)
    assert (kept.to_look_at, covered_incident(kept).addresses) == ((), ("https://t.me/lain/7",))


def test_a_word_that_she_writes_another_way_brings_nothing_out(
    cast: Cast, ani: Client, incident: CaseRecord
) -> None:
    ani.post(where(cast, incident), {"covered": "Rina"})
    edit(ani, cast, incident, 7, note="Rini menulis lagi")
    kept = read(cast.ani, incident, IncidentDetails)
    assert (covered_incident(kept).note, kept.to_look_at) == (BAR, ("note",))
    edit(ani, cast, incident, 7, note="Rini menulis")
    ani.post(where(cast, incident), {"covered": "Rini"})
    kept = read(cast.ani, incident, IncidentDetails)
    assert (covered_incident(kept).note, kept.to_look_at) == (f"{BAR} menulis", ())


def test_covers_made_in_another_window_meanwhile_stay(cast: Cast, incident: CaseRecord) -> None:
    """Two requests read the same revision; the second to be kept has not seen the first."""
    keys = cast.ani.keys(cast.case)
    rows = [CaseRecord.objects.within(pk=incident.pk).get() for _ in range(2)]
    covered = replace(DETAILS, covered=("rina",))
    for row, details in zip(rows, (covered, replace(DETAILS, platform="x")), strict=True):
        save_record(cast.ani.actor, keys, RecordKind.INCIDENT, details, row)
    kept = read(cast.ani, incident, IncidentDetails)
    assert (kept.platform, kept.covered) == ("x", ("rina",))


def test_what_another_note_covers_is_shown_as_it_leaves(
    cast: Cast, ani: Client, incident: CaseRecord
) -> None:
    other = IncidentDetails(note="menulis", covered=("menulis",))
    make_record(owner=cast.ani, case=cast.case, details=other)
    assert f"Rina {BAR} lagi" in read_page(ani, where(cast, incident))
