"""What is told of things elsewhere is an item like any other, behind the same gate."""

import json
from pathlib import Path
from typing import Any

import pytest

from cases.services import answer_question
from core.exceptions import PolicyRefused
from custody.enums import CustodyAction
from custody.reading import opened_events
from evidence.comparing import Verdict, compared
from evidence.details import Fingerprint, ItemDetails, Sighting
from evidence.enums import ItemKind, ItemState
from evidence.exceptions import Refusal, UploadRefused
from evidence.models import EvidenceItem
from evidence.services import (
    Admission,
    admit_evidence,
    download_original,
    note_fingerprint,
    shut_items,
)
from evidence.statements import clean_text, statement_of
from evidence.uploads import sealed_upload
from tests.evidence.conftest import Desk, files_left
from tests.evidence.noted import (
    DIGEST,
    LOOKS,
    SEEN,
    details_of,
    keep_address,
    keep_print,
    print_of,
)

AGE, WHOM, SIGHT = "q02_usia", "q01_siapa", Sighting(url="https://contoh.example", seen=SEEN)


def answer(desk: Desk, question: str, chosen: str) -> None:
    answer_question(desk.person.actor, desk.person.keys(desk.case), question, [chosen])


def stored(desk: Desk, item: EvidenceItem) -> bytes:
    _, chunks = download_original(desk.person.actor, desk.person.keys(desk.case), item)
    return b"".join(chunks)


def test_what_is_stored_is_the_statement(desk: Desk) -> None:
    item = keep_print(desk.person, desk.case)
    kept = stored(desk, item)
    assert kept == statement_of(print_of(), json.loads(kept)["nonce"])
    details = details_of(desk.person, desk.case, item)
    assert (details.media_type, details.extension) == ("application/json", "json")
    assert (item.state, details.is_intimate, details.kind) == (
        ItemState.READY,
        False,
        ItemKind.FINGERPRINT,
    )


@pytest.mark.parametrize("facts", [print_of(taken=SEEN), SIGHT])
def test_details_come_back_as_they_were_sealed(facts: Fingerprint | Sighting) -> None:
    nested = "fingerprint" if isinstance(facts, Fingerprint) else "sighting"
    details = ItemDetails(name="catatan.json", **{nested: facts})
    again = ItemDetails.from_json(json.loads(json.dumps(details.to_json())))
    assert (again, getattr(again, nested)) == (details, facts)


def test_the_details_of_before_are_those_of_a_file() -> None:
    old = ItemDetails.from_json({"name": "a.txt", "sha256": DIGEST, "facts": {}})
    assert (old.kind, old.file_sha256, old.pdq) == (ItemKind.FILE, DIGEST, ("", 0))


def test_nobody_who_guesses_the_facts_can_test_the_guess(desk: Desk) -> None:
    items = [keep_print(desk.person, desk.case) for _ in range(2)]
    digests = {details_of(desk.person, desk.case, item).sha256 for item in items}
    assert len(digests) == 2


def test_a_statement_can_be_read_and_says_what_it_is_not() -> None:
    told = json.loads(statement_of(print_of(), "0"))
    assert (told["version"], told["kind"]) == (1, "fingerprint")
    assert "tidak diterima" in told["is_not"]
    assert "tidak dibuka" in json.loads(statement_of(SIGHT, "0"))["is_not"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\u202eb", "a⟦U+202E⟧b"),
        ("a\0b", "a⟦U+0000⟧b"),
        ("a\nb", "a⟦U+000A⟧b"),
        ("a\ud800b", "a\ufffdb"),
        ("e\u0301", "\u00e9"),
        ("  halo  ", "halo"),
    ],
)
def test_no_sign_changes_how_a_statement_is_read(text: str, kept: str) -> None:
    assert clean_text(text) == kept
    told = json.loads(statement_of(Sighting(display_name=text), "0"))
    assert told["address"]["display_name"] == kept


@pytest.mark.parametrize(
    ("question", "chosen"), [(AGE, "u18_dulu"), (AGE, "tidak_tahu"), (WHOM, "orang_lain_belum")]
)
def test_a_closing_answer_locks_fingerprints_and_no_address(
    desk: Desk, question: str, chosen: str
) -> None:
    item, address = keep_print(desk.person, desk.case), keep_address(desk.person, desk.case)
    answer(desk, question, chosen)
    assert details_of(desk.person, desk.case, desk.items[0]).is_locked
    assert shut_items(desk.person.keys(desk.case)) == {item.id}
    with pytest.raises(PolicyRefused):
        stored(desk, desk.items[0])
    assert stored(desk, address)


def test_what_was_locked_stays_so_when_the_answer_changes(desk: Desk) -> None:
    keep_print(desk.person, desk.case)
    for chosen in ("u18_dulu", "dewasa"):
        answer(desk, AGE, chosen)
    with pytest.raises(PolicyRefused):
        stored(desk, desk.items[0])


def test_where_the_instance_allows_them_fingerprints_stay(desk: Desk, settings: Any) -> None:
    settings.FINGERPRINTS_OF_MINORS = True
    item = keep_print(desk.person, desk.case)
    answer(desk, AGE, "u18_dulu")
    assert stored(desk, item)


def test_the_service_takes_no_fingerprint_behind_a_closed_gate(
    desk_of_a_minor: Desk, files_before: set[Path]
) -> None:
    person, case = desk_of_a_minor.person, desk_of_a_minor.case
    with pytest.raises(UploadRefused) as refused:
        note_fingerprint(person.actor, person.keys(case), print_of(), Admission())
    assert refused.value.reason == Refusal.FINGERPRINT
    assert set(files_left()) == files_before


def test_no_other_way_in_takes_one_either(desk_of_a_minor: Desk, files_before: set[Path]) -> None:
    """The gate is asked again under the case's lock, whoever calls."""
    person, case = desk_of_a_minor.person, desk_of_a_minor.case
    upload = sealed_upload(case, "a.txt", [b"a"])
    with pytest.raises(UploadRefused):
        admit_evidence(person.actor, person.keys(case), upload, Admission(fingerprint=print_of()))
    assert set(files_left()) == files_before


def test_no_words_bring_a_file_in(desk: Desk, files_before: set[Path]) -> None:
    hidden = "data:image/png;base64," + "A" * 400
    with pytest.raises(UploadRefused) as refused:
        keep_address(desk.person, desk.case, display_name=hidden)
    assert refused.value.reason == Refusal.CARRIES
    assert set(files_left()) == files_before


def test_the_log_names_the_file_and_stays_sealed(desk: Desk) -> None:
    item = keep_print(desk.person, desk.case)
    events = opened_events(desk.case.id, desk.person.keys(desk.case).logs)
    [event] = [one for one in events if one.act == CustodyAction.ITEM_ADMITTED]
    assert (event.obj, event.details["of"]) == (item.id, DIGEST)
    assert DIGEST not in json.dumps(event.entry)


@pytest.mark.parametrize(
    ("sha256", "pdq", "verdict"),
    [
        (DIGEST, "", Verdict.SAME),
        ("f" * 64, "", Verdict.OTHER),
        ("f" * 64, LOOKS, Verdict.ALIKE),
        ("f" * 64, "0" * 64, Verdict.OTHER),
        ("f" * 64, "zz", Verdict.OTHER),
    ],
)
def test_a_file_is_the_one_of_the_record_or_looks_like_it(
    sha256: str, pdq: str, verdict: Verdict
) -> None:
    assert compared(ItemDetails(fingerprint=print_of()), sha256, pdq) == verdict


def test_a_stored_file_is_compared_by_what_lies_here() -> None:
    kept = ItemDetails(sha256=DIGEST, facts={"pdq": LOOKS, "pdq_quality": 90})
    assert compared(kept, DIGEST) == Verdict.SAME
    assert compared(kept, "f" * 64, LOOKS) == Verdict.ALIKE
