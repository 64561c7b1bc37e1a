from dataclasses import FrozenInstanceError, fields
from itertools import permutations

import pytest

from vault import labels, primitives
from vault.credentials import Credential
from vault.envelope import ZERO, Address, ObjectType
from vault.errors import VaultError, guarded
from vault.keys import WrapContext
from vault.primitives import DEFAULT, Argon2Parameters, equal, random_bytes, require_support
from vault.signing import CertificateBody
from vault.tree import CaseKey

LABELS = [value for name, value in vars(labels).items() if name.isupper() and name != "PREFIX"]


def test_machine_that_runs_the_tests_supports_everything() -> None:
    require_support()


def test_library_without_ml_kem_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(primitives.backend), "mlkem_supported", lambda _: False)
    with pytest.raises(VaultError, match="ML-KEM"):
        require_support()


def test_labels_are_ours_and_none_begins_another() -> None:
    assert len(LABELS) == 28
    assert all(label.startswith(b"kbgo/v1/") for label in LABELS)
    assert not any(one.startswith(other) for one, other in permutations(LABELS, 2))


def test_random_bytes_are_as_many_as_asked_for() -> None:
    assert [len(random_bytes(count)) for count in (0, 1, 32)] == [0, 1, 32]
    assert random_bytes(32) != random_bytes(32)
    with pytest.raises(VaultError):
        random_bytes(-1)


def test_equal_compares_bytes() -> None:
    assert equal(b"same", bytearray(b"same"))
    assert not equal(b"same", b"sama")
    assert not equal(b"same", b"same and more")


def test_default_cost_is_the_measured_one() -> None:
    assert Argon2Parameters(65_536, iterations=3, lanes=1, version=1) == DEFAULT


@pytest.mark.parametrize(
    "value",
    [
        DEFAULT,
        Address(ObjectType.FILE),
        CaseKey(bytes(32)),
        CertificateBody("person", ZERO, 0, bytes(32), ""),
        Credential(bytes(32), bytes(32)),
        WrapContext("case", None, 0, ZERO, 0),
    ],
    ids=lambda value: type(value).__name__,
)
def test_values_do_not_change(value: object) -> None:
    name = fields(value)[0].name  # type: ignore[arg-type]
    with pytest.raises(FrozenInstanceError):
        setattr(value, name, None)
    assert not hasattr(value, "__dict__")


def test_guard_hides_the_cause_and_lets_others_through() -> None:
    with pytest.raises(VaultError, match=r"^fixed text$") as caught, guarded("fixed text"):
        raise ValueError("rahasia")
    assert caught.value.__suppress_context__
    with pytest.raises(KeyError), guarded("fixed text"):
        raise KeyError("a mistake of ours")
