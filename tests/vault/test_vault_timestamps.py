"""Answers of a real authority, and everything that looks like one."""

import random

import pytest

from tests.authority import NAME, papers, with_other_imprint, with_other_nonce
from vault.errors import VaultError
from vault.timestamps import (
    NotStamped,
    StampQuery,
    check_answer,
    in_der_order,
    read_roots,
    stamp_query,
)

NOTE = b"kbgo/v1/checkpoint/0123456789abcdef\n"


def told(answer: bytes, query: StampQuery, note: bytes = NOTE, kind: str = "good") -> str:
    """The authority's name, or the code of the refusal."""
    try:
        roots = read_roots(papers(kind).roots.read_bytes())
        return check_answer(answer, note, query.nonce, roots).authority
    except NotStamped as refused:
        return refused.code


def test_a_good_answer_names_the_authority() -> None:
    query = stamp_query(NOTE)
    assert told(papers().answer(query.der), query) == NAME


def test_an_answer_is_for_its_own_query_note_and_roots() -> None:
    query = stamp_query(NOTE)
    answer = papers().answer(query.der)
    assert told(answer, stamp_query(NOTE)) == "nonce"
    assert told(answer, query, NOTE + b"x") == "imprint"
    assert told(answer, query, kind="other") == "untrusted"
    assert told(papers().answer(with_other_nonce(query.der)), query) == "nonce"
    assert told(papers().answer(with_other_imprint(query.der)), query) == "imprint"
    assert told(papers("expired").answer(query.der), query, kind="expired") == "expired"
    assert told(papers().answer(b"\x30\x00"), query) == "status"


def test_no_two_queries_carry_the_same_number() -> None:
    assert len({stamp_query(NOTE).nonce for _ in range(20)}) == 20


@pytest.mark.parametrize("pem", [b"", b"nothing", b"-----BEGIN CERTIFICATE-----\nAA==\n-----END"])
def test_what_holds_no_certificate_is_no_root(pem: bytes) -> None:
    with pytest.raises(VaultError):
        read_roots(pem)


def test_more_roots_than_a_packet_takes_are_refused() -> None:
    pem = papers().roots.read_bytes()
    assert len(read_roots(pem * 16)) == 16
    for many in (pem * 17, b"\n" * 70_000 + pem):
        with pytest.raises(VaultError):
            read_roots(many)


def test_an_empty_note_is_not_stamped() -> None:
    with pytest.raises(VaultError):
        stamp_query(b"")


def test_a_changed_answer_is_refused_and_never_more_than_that() -> None:
    query = stamp_query(NOTE)
    answer, chance = papers().answer(query.der), random.Random(3161)
    refused = 0
    for _ in range(600):
        changed = bytearray(answer)
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        refused += told(bytes(changed), query) != NAME
    # A few bytes are not covered: the words of the status, the order of what is not signed.
    assert refused > 560


def test_an_answer_with_its_chain_is_read_once_its_certificates_are_in_order() -> None:
    query = stamp_query(NOTE)
    answer = papers().answer(query.der, with_chain=True)
    ordered = in_der_order(answer)
    assert told(ordered, query) == NAME
    assert (len(ordered), in_der_order(ordered)) == (len(answer), ordered)


def test_an_answer_in_order_stays_as_it_is() -> None:
    answer = papers().answer(stamp_query(NOTE).der)
    assert in_der_order(answer) == answer


def test_what_is_no_answer_comes_back_as_it_is() -> None:
    answer, chance = papers().answer(stamp_query(NOTE).der), random.Random(690)
    odd = (
        b"",
        b"\x30",
        b"\x30\x00",
        b"\x30\xff" + bytes(300),
        answer[:-1],
        b"\x30\x03\x02\x05\x00",
        papers().roots.read_bytes(),
    )
    assert [in_der_order(each) for each in odd] == list(odd)
    for _ in range(300):
        changed = bytearray(answer)
        changed[chance.randrange(len(changed))] = chance.randrange(256)
        assert len(in_der_order(bytes(changed))) == len(answer)
