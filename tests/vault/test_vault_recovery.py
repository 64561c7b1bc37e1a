import pytest

from vault.errors import VaultError
from vault.recovery import draw_code, parse_code

CODE = "0123456789ABCDEFGHJKMNPQRS"


def test_drawn_code_has_26_characters_in_groups() -> None:
    code = draw_code()
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4, 4, 4, 2]
    assert parse_code(code) == code.replace("-", "")
    assert draw_code() != code


def test_drawing_uses_the_whole_alphabet_and_no_lookalikes() -> None:
    drawn = set("".join(draw_code() for _ in range(200)))
    assert drawn == set("0123456789ABCDEFGHJKMNPQRSTVWXYZ-")


@pytest.mark.parametrize(
    "typed",
    [
        CODE.lower(),
        f"  {CODE}\n",
        " ".join(CODE),
        "0123-4567-89AB-CDEF-GHJK-MNPQ-RS",
        "0123 4567–89AB—CDEF‑GHJK MNPQ RS",
        "OI23456789ABCDEFGHJKMNPQRS",
        "oL23456789abcdefghjkmnpqrs",
        "ol23456789abcdefghjkmnpqrs",
    ],
)
def test_code_is_read_as_people_type_it(typed: str) -> None:
    assert parse_code(typed) == CODE


@pytest.mark.parametrize(
    "typed", ["", CODE[:-1], CODE + "0", "U" + CODE[1:], "*" + CODE[1:], "Ä" + CODE[1:]]
)
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(VaultError):
        parse_code(typed)
