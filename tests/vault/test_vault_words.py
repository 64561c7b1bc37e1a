import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.errors import VaultError
from vault.primitives import sha256
from vault.words import WORDS, UnknownWord, draw_words, fingerprint_words, parse_words

SOME = (WORDS[0], WORDS[1024], WORDS[2047])
SHORT = tuple(word for word in WORDS if len(word) == 3)


def test_list_has_2048_words_in_order() -> None:
    assert len(set(WORDS)) == 2048
    assert list(WORDS) == sorted(WORDS)
    assert all(word.isascii() and word.isalpha() and word.islower() for word in WORDS)
    assert {len(word) for word in WORDS} == {3, 4, 5, 6, 7, 8}


def test_first_four_letters_tell_every_word() -> None:
    assert len({word[:4] for word in WORDS}) == 2048
    assert SHORT
    for short in SHORT:
        assert [word for word in WORDS if word.startswith(short)] == [short]


@pytest.mark.parametrize(
    "between", [" ", "\n", ",", ", ", "-", " – ", "\r\n", "\t", " / ", "_", "."]
)
def test_any_way_to_write_a_list_is_read(between: str) -> None:
    assert parse_words(between.join(SOME)) == SOME


@pytest.mark.parametrize("number", ["{}. ", "{}) ", "({}) ", "{}: ", "{} ", "{}-"])
def test_list_numbers_are_ignored(number: str) -> None:
    lines = [number.format(n) + word for n, word in enumerate(SOME, 1)]
    assert parse_words("\n".join(lines)) == SOME


def test_case_and_width_are_ignored() -> None:
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in SOME[0])
    assert parse_words(f"{wide} {SOME[1].upper()} {SOME[2].title()}") == SOME


@given(st.lists(st.sampled_from(WORDS), max_size=9), st.data())
def test_four_letters_complete_a_word(chosen: list[str], data: st.DataObject) -> None:
    cut = [word[: data.draw(st.integers(min(4, len(word)), len(word)))] for word in chosen]
    assert parse_words(" ".join(cut)) == tuple(chosen)


@pytest.mark.parametrize("text", ["", "  ", "1. 2. 3.", "-\n-"])
def test_nothing_is_read_as_no_words(text: str) -> None:
    assert parse_words(text) == ()


@pytest.mark.parametrize("wrong", ["qwerty", "aba", "abadix", "aba3di", "a", "ñandu"])
def test_unknown_word_is_named(wrong: str) -> None:
    with pytest.raises(UnknownWord) as caught:
        parse_words(f"{SOME[0]}, {wrong.upper()}")
    assert caught.value.word == wrong


def test_unknown_word_is_not_in_the_message() -> None:
    error = UnknownWord("rahasia")
    assert isinstance(error, VaultError)
    assert "rahasia" not in f"{error} {error!r} {error.args}"


def test_drawn_words_are_of_the_list_and_differ() -> None:
    drawn = draw_words()
    assert len(drawn) == 7
    assert set(drawn) <= set(WORDS)
    assert draw_words(12) != draw_words(12)
    assert parse_words(" ".join(drawn)) == drawn


def test_drawing_reaches_the_whole_list() -> None:
    drawn = {WORDS.index(word) for word in draw_words(20_000)}
    assert min(drawn) < 64
    assert max(drawn) >= 2048 - 64
    assert len(drawn) > 2000


def test_fingerprint_is_the_first_88_bits() -> None:
    digest = sha256(b"sidik")
    bits = "".join(f"{WORDS.index(word):011b}" for word in fingerprint_words(digest))
    assert int(bits, 2) == int.from_bytes(digest[:11], "big")


def test_fingerprint_of_another_digest_is_another() -> None:
    digest = bytearray(sha256(b"sidik"))
    before = fingerprint_words(digest)
    digest[10] ^= 1
    assert fingerprint_words(digest)[:7] == before[:7]
    assert fingerprint_words(digest)[7] != before[7]


def test_fingerprint_takes_no_more_words_than_there_are_bits() -> None:
    assert len(fingerprint_words(bytes(32), 23)) == 23
    assert fingerprint_words(b"\xff" * 11) == (WORDS[2047],) * 8
    with pytest.raises(VaultError):
        fingerprint_words(bytes(32), 24)
    with pytest.raises(VaultError):
        fingerprint_words(bytes(10))
