from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vault.samples import CASE, KEY
from vault.errors import VaultError
from vault.keys import WrapContext, unwrap, wrap
from vault.primitives import random_bytes
from vault.sheets import Share, _inverse, _times, combine, sheet_key, split

SECRETS = st.binary(min_size=32, max_size=32)


@given(SECRETS)
def test_any_two_of_three_give_the_secret_back(secret: bytes) -> None:
    for pair in permutations(split(secret), 2):
        assert combine(pair) == secret


def test_one_share_says_nothing_about_the_secret() -> None:
    """For each secret there is a second share that goes with the first: none is ruled out."""
    first = split(KEY)[0]
    for guess in (bytes(32), KEY, random_bytes(32)):
        slope = bytes(_times(a ^ b, _inverse(1)) for a, b in zip(first.value, guess, strict=True))
        value = bytes(a ^ _times(b, 2) for a, b in zip(guess, slope, strict=True))
        assert combine([first, Share(first.set_id, 2, value)]) == guess


def test_the_field_is_that_of_fips_197() -> None:
    assert _times(0x57, 0x83) == 0xC1
    assert _times(0x57, 0x13) == 0xFE
    assert all(_times(a, _inverse(a)) == 1 for a in range(1, 256))


def test_a_share_alone_or_twice_or_of_another_printing_is_refused() -> None:
    ours, others = split(KEY), split(KEY)
    for shares in ([ours[0]], [ours[0], ours[0]], [ours[0], others[1]], list(ours), []):
        with pytest.raises(VaultError):
            combine(shares)
    with pytest.raises(VaultError):
        combine([ours[0], Share(ours[0].set_id, 4, ours[1].value)])


def test_a_sheet_is_read_as_people_type_it() -> None:
    for share in split(KEY):
        sheet = share.sheet()
        assert [len(group) for group in sheet.split("-")] == [4] * 15 + [1]
        for typed in (sheet.lower(), sheet.replace("-", " "), sheet.replace("0", "O")):
            assert Share.from_sheet(typed) == share


def test_every_slip_of_one_character_is_noticed() -> None:
    sheet = split(KEY)[2].sheet()
    for at, char in product(range(len(sheet)), "07Z"):
        if sheet[at] not in ("-", char):
            with pytest.raises(VaultError):
                Share.from_sheet(sheet[:at] + char + sheet[at + 1 :])


@pytest.mark.parametrize("typed", ["", "ABCD", "U" * 61, "0" * 61, "0" * 60, "0" * 62])
def test_what_is_no_sheet_is_refused(typed: str) -> None:
    with pytest.raises(VaultError):
        Share.from_sheet(typed)


def test_what_was_wrapped_to_the_public_half_opens_with_two_sheets() -> None:
    secret = random_bytes(32)
    context = WrapContext("sheets", None, 1, to=CASE, generation=1)
    wrapped = wrap(KEY, sheet_key(secret).public, context)
    typed = [Share.from_sheet(share.sheet()) for share in split(secret)[1:]]
    assert unwrap(wrapped, sheet_key(combine(typed)), context, 32) == KEY


def test_a_share_shows_nothing_in_a_traceback() -> None:
    assert repr(split(KEY)[0]) == "<Share redacted>"
