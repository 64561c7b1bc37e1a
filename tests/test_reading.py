"""Each rule of reading notices what breaks it, and leaves what is well said alone."""

import pytest

from tests.reading import (
    NOT_FOR_OWNERS,
    NOT_FOR_STAFF,
    NOT_IN_ENGLISH,
    NOT_IN_INDONESIAN,
    containing,
    hard_words,
    long_paragraphs,
    long_sentences,
    long_words,
    mean_length,
)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (NOT_IN_INDONESIAN, "Simpan sekarang!"),
        (NOT_IN_INDONESIAN, "Ini salahmu."),
        (NOT_IN_INDONESIAN, "Bukti dari korban"),
        (NOT_IN_INDONESIAN, "Kenapa kamu mengirimnya?"),
        (NOT_IN_INDONESIAN, "Kasusmu pasti menang."),
        (NOT_IN_INDONESIAN, "Sudah terbukti aman."),
        (NOT_FOR_OWNERS, "Catatan Anda"),
        (NOT_FOR_OWNERS, "Pilih file"),
        (NOT_FOR_STAFF, "Kasus ini ditugaskan ke kamu."),
        (NOT_IN_ENGLISH, "The victim's notes"),
        (NOT_IN_ENGLISH, "What she asks for"),
        (NOT_IN_ENGLISH, "This is guaranteed to work."),
    ],
)
def test_a_word_that_hurts_is_noticed(pattern, text):
    assert containing(pattern, [text]) == [text]


def test_saying_that_it_is_not_her_fault_is_welcome():
    assert containing(NOT_IN_INDONESIAN, ["Ini bukan salahmu."]) == []
    assert containing(NOT_IN_ENGLISH, ["This is not your fault."]) == []


def test_saying_that_something_is_not_certain_is_welcome() -> None:
    assert containing(NOT_IN_INDONESIAN, ["Belum pasti apakah aturan ini berlaku."]) == []


def test_a_sentence_of_too_many_words_is_noticed() -> None:
    short, long = "Kamu boleh berhenti.", " ".join(["kata"] * 21) + "."
    assert long_sentences([f"{short} {long}"], most=20) == [long]
    assert long_sentences([long], most=25) == []


def test_a_paragraph_of_too_many_sentences_is_noticed() -> None:
    assert long_paragraphs(["Satu. Dua. Tiga.", "Satu. Dua. Tiga. Empat."]) == [
        "Satu. Dua. Tiga. Empat."
    ]


def test_a_word_of_too_many_syllables_is_noticed() -> None:
    assert hard_words(["Pertanggungjawaban itu rumit.", "Hati-hati di perbatasan."]) == {
        "pertanggungjawaban"
    }


def test_a_word_of_too_many_letters_is_noticed() -> None:
    assert long_words(["Confidentiality matters."]) == {"confidentiality"}


def test_labels_do_not_make_sentences_look_shorter() -> None:
    assert mean_length(["Kembali", "Kamu boleh berhenti kapan saja."]) == 5
