import pytest

from vault.credentials import Credential, from_password, from_recovery_code, from_words, lookup
from vault.errors import VaultError
from vault.primitives import Argon2Parameters, sha256
from vault.recovery import draw_code, parse_code
from vault.words import WORDS, UnknownWord

CHEAP = Argon2Parameters(memory_kib=64, iterations=1)
SALT = bytes(range(16))
PEPPER = bytes(range(32))
WORDS_7 = WORDS[:7]


def words(entered: object = WORDS_7, **changes: object) -> Credential:
    settings = {"salt": SALT, "pepper": PEPPER, "parameters": CHEAP}
    return from_words(entered, **(settings | changes))  # type: ignore[arg-type]


def test_words_as_typed_give_the_same_credential() -> None:
    typed = "1. " + ", ".join(word.upper() for word in WORDS_7)
    assert words(typed) == words() == words(list(WORDS_7)) == words([w[:4] for w in WORDS_7])


def test_order_of_words_matters() -> None:
    assert words(tuple(reversed(WORDS_7))).kek != words().kek


@pytest.mark.parametrize(
    "change",
    [
        {"salt": bytes(16)},
        {"pepper": bytes(32)},
        {"pepper": b""},
        {"parameters": Argon2Parameters(memory_kib=72, iterations=1)},
        {"parameters": Argon2Parameters(memory_kib=64, iterations=2)},
        {"parameters": Argon2Parameters(memory_kib=64, iterations=1, lanes=2)},
    ],
)
def test_salt_pepper_and_cost_count(change: dict[str, object]) -> None:
    assert words(**change).sign_in_id != words().sign_in_id
    assert words(**change).kek != words().kek


def test_version_of_the_parameters_names_them_only() -> None:
    assert words(parameters=Argon2Parameters(64, 1, 1, version=9)) == words()


def test_no_words_are_refused() -> None:
    for nothing in ("", " 1. 2. ", ()):
        with pytest.raises(VaultError):
            words(nothing)


def test_unknown_word_is_named_before_any_work() -> None:
    with pytest.raises(UnknownWord) as caught:
        words("abadi takada", salt=b"")
    assert caught.value.word == "takada"


def test_impossible_cost_is_refused() -> None:
    with pytest.raises(VaultError):
        words(parameters=Argon2Parameters(memory_kib=1))
    with pytest.raises(VaultError):
        words(salt=b"short")


def test_recovery_code_as_typed_gives_the_same_credential() -> None:
    code = draw_code()
    assert from_recovery_code(code, pepper=PEPPER) == from_recovery_code(
        parse_code(code).lower(), pepper=PEPPER
    )
    assert from_recovery_code(code, pepper=PEPPER) != from_recovery_code(code, pepper=bytes(32))
    assert from_recovery_code(code, pepper=PEPPER) != from_recovery_code(draw_code(), pepper=PEPPER)


def test_password_keeps_its_case_and_spaces_and_is_normalised() -> None:
    def password(text: str) -> Credential:
        return from_password(text, salt=SALT, pepper=PEPPER, parameters=CHEAP)

    assert password("Kafe\u0301 pagi hari") == password("Kaf\u00e9 pagi hari")
    assert password("Kafe pagi hari") != password("kafe pagi hari")
    assert password("Kafe pagi hari") != password("Kafe pagi hari ")


def test_password_that_is_not_text_is_refused() -> None:
    for text in ("\ud800", None):
        with pytest.raises(VaultError):
            from_password(text, salt=SALT, pepper=PEPPER, parameters=CHEAP)  # type: ignore[arg-type]


def test_one_text_as_words_and_as_password_has_nothing_in_common() -> None:
    text = " ".join(WORDS_7)
    as_password = from_password(text, salt=SALT, pepper=PEPPER, parameters=CHEAP)
    both = {words().kek, words().sign_in_id, as_password.kek, as_password.sign_in_id}
    assert len(both) == 4


def test_only_the_hash_of_the_sign_in_id_finds_the_account() -> None:
    credential = words()
    assert lookup(credential) == sha256(credential.sign_in_id)
    assert {len(credential.sign_in_id), len(credential.kek), len(lookup(credential))} == {32}


def test_no_key_is_in_a_repr() -> None:
    assert repr(words()) == "<Credential redacted>"
