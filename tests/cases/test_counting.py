from datetime import date

import pytest
from django.db import IntegrityError
from django.test import Client

from cases import services
from cases.details import HelpDetails
from cases.journeys import HELP
from cases.models import Grant
from cases.services import allow_counting, open_to_organization
from core.clock import today
from core.exceptions import NotPermitted
from core.quarters import next_quarter
from custody.enums import CustodyAction
from tests.cases.pages import acts, make_record, page, read
from tests.cast import Cast

ALLOWED, FORBIDDEN = CustodyAction.COUNTING_ALLOWED, CustodyAction.COUNTING_FORBIDDEN


def asked(cast: Cast, *consents: str, extent: str = "whole") -> HelpDetails:
    return HelpDetails(organization=str(cast.dua.id), extent=extent, consents=consents)


def opened(cast: Cast, *consents: str) -> Grant:
    return open_to_organization(cast.ani.actor, cast.ani.keys(cast.case), asked(cast, *consents))


def counted_from(grant: Grant) -> date | None:
    return Grant.objects.get(pk=grant.pk).counted_from


def test_being_counted_is_a_yes_of_its_own(cast: Cast) -> None:
    assert opened(cast, "seen", "passed_on").counted_from is None


def test_her_yes_counts_from_the_next_quarter_on(cast: Cast) -> None:
    grant = opened(cast, "seen", "statistics")
    assert grant.counted_from == next_quarter(today())
    assert not grant.may_build_packets
    assert not Grant.objects.to_count(cast.dewi.actor, today()).exists()
    assert Grant.objects.to_count(cast.dewi.actor, next_quarter(today())).get() == grant


def test_the_box_is_not_ticked_and_says_what_counting_is(cast: Cast, ani: Client) -> None:
    record = make_record(owner=cast.ani, case=cast.case, details=asked(cast))
    ani.cookies["__Host-l"] = "en"
    last = len(HELP.steps(asked(cast)))
    shown = ani.get(page(cast.case, "help-step", record.ref, last)).content.decode()
    assert "numbers that tell nothing about me" in shown
    assert "only sums, and only with many others" in shown
    assert "checked" not in shown


def test_of_chosen_files_nothing_is_counted(cast: Cast, ani: Client) -> None:
    before = asked(cast, "seen", "statistics")
    record = make_record(owner=cast.ani, case=cast.case, details=before)
    ani.post(page(cast.case, "help-step", record.ref, 2), {"extent": "items"})
    assert read(cast.ani, record, HelpDetails) == asked(cast, "seen", extent="items")


def test_the_database_refuses_to_count_chosen_files(cast: Cast) -> None:
    grant = cast.case.grants.filter(organization=cast.satu)
    with pytest.raises(IntegrityError):
        grant.update(scope="items", sealed_key=b"x", counted_from=today())


def test_she_takes_it_back_and_gives_it_again_by_one_press(cast: Cast, ani: Client) -> None:
    record = make_record(
        owner=cast.ani, case=cast.case, details=asked(cast, "seen", "passed_on", "statistics")
    )
    grant = opened(cast, "seen", "passed_on", "statistics")
    for answer, consents, act in (
        ("no", ("seen", "passed_on"), FORBIDDEN),
        ("yes", ("seen", "passed_on", "statistics"), ALLOWED),
    ):
        sent = ani.post(page(cast.case, "counting", grant.ref), {"count": answer})
        assert sent["Location"] == page(cast.case, "sharing")
        assert bool(counted_from(grant)) is (answer == "yes")
        assert read(cast.ani, record, HelpDetails) == asked(cast, *consents)
        assert acts(cast.ani, cast.case)[-1] == act
    assert Grant.objects.get(pk=grant.pk).may_build_packets


def test_a_request_for_chosen_files_says_nothing_of_counting(cast: Cast) -> None:
    details = asked(cast, "seen", extent="items")
    record = make_record(owner=cast.ani, case=cast.case, details=details)
    grant = opened(cast, "seen")
    allow_counting(cast.ani.actor, cast.ani.keys(cast.case), grant, is_allowed=True)
    assert read(cast.ani, record, HelpDetails) == details


def test_the_same_answer_twice_changes_nothing(cast: Cast) -> None:
    grant = opened(cast, "seen")
    before = acts(cast.ani, cast.case)
    allow_counting(cast.ani.actor, cast.ani.keys(cast.case), grant, is_allowed=False)
    assert acts(cast.ani, cast.case) == before


def test_the_list_says_how_it_is_and_offers_the_other(cast: Cast, ani: Client) -> None:
    grant = opened(cast, "seen")
    ani.cookies["__Host-l"] = "en"
    listed = page(cast.case, "sharing")
    assert "Let them count my notes" in ani.get(listed).content.decode()
    ani.post(page(cast.case, "counting", grant.ref), {"count": "yes"})
    shown = ani.get(listed).content.decode()
    assert "They may count your notes" in shown
    assert "Do not count my notes" in shown


def test_her_log_tells_when_she_changed_it_and_who_counted(cast: Cast, ani: Client) -> None:
    grant = opened(cast, "seen", "statistics")
    Grant.objects.filter(pk=grant.pk).update(counted_from=today())
    services.note_counted(cast.dewi.actor, {cast.case.id: cast.dewi.keys(cast.case)})
    allow_counting(cast.ani.actor, cast.ani.keys(cast.case), grant, is_allowed=False)
    ani.cookies["__Host-l"] = "en"
    shown = ani.get(page(cast.case, "log")).content.decode()
    assert "Notes counted in numbers, without a name" in shown
    assert "Counting in numbers forbidden" in shown
    assert "LBH Dua · Dewi" in shown


def test_only_she_allows_it(cast: Cast) -> None:
    grant = opened(cast, "seen")
    with pytest.raises(NotPermitted):
        allow_counting(cast.dewi.actor, cast.dewi.keys(cast.case), grant, is_allowed=True)


def test_only_a_lead_counts(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        services.note_counted(cast.budi.actor, {cast.case.id: cast.budi.keys(cast.case)})


def test_keys_of_before_do_not_count(cast: Cast) -> None:
    """Somebody was shut out meanwhile: the case is left out, and its log says nothing."""
    grant = opened(cast, "seen", "statistics")
    Grant.objects.filter(pk=grant.pk).update(counted_from=today())
    held = {cast.case.id: cast.dewi.keys(cast.case)}
    other = cast.case.grants.live().get(organization=cast.satu)
    services.revoke_grant(cast.ani.actor, cast.ani.keys(cast.case), other)
    assert services.note_counted(cast.dewi.actor, held) == set()
    assert CustodyAction.CASE_COUNTED not in acts(cast.ani, cast.case)


def test_what_she_took_back_meanwhile_does_not_count(cast: Cast) -> None:
    grant = opened(cast, "seen", "statistics")
    Grant.objects.filter(pk=grant.pk).update(counted_from=today())
    held = {cast.case.id: cast.dewi.keys(cast.case)}
    allow_counting(cast.ani.actor, cast.ani.keys(cast.case), grant, is_allowed=False)
    assert services.note_counted(cast.dewi.actor, held) == set()
