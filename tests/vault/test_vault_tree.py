import pytest

from tests.vault.samples import CASE, ITEM, KEY, OTHER
from vault.errors import VaultError
from vault.primitives import hkdf
from vault.signing import SigningKey
from vault.tree import CaseKey, ShareKey, case_key, certify_share, check_share, share_key

SHRED = bytes(range(32, 64))


def keys_of(tree: CaseKey) -> set[bytes]:
    return {tree.field(1), tree.field(2), tree.file_wrap, tree.index, tree.packet, tree.log}


def test_case_key_follows_its_formula() -> None:
    info = b"kbgo/v1/case-key" + CASE.bytes + bytes([0, 0, 0, 3])
    secret = hkdf(KEY, salt=SHRED, info=info)
    tree = case_key(KEY, SHRED, case=CASE, epoch=3)
    assert tree.field(7) == hkdf(secret, info=b"kbgo/v1/field-key\x00\x07")
    assert tree.file_wrap == hkdf(secret, info=b"kbgo/v1/file-wrap-key")
    assert tree.log == hkdf(secret, info=b"kbgo/v1/log-key")


def test_every_purpose_has_a_key_of_its_own() -> None:
    keys = keys_of(case_key(KEY, SHRED, case=CASE, epoch=0))
    assert len(keys) == 6
    assert {len(key) for key in keys} == {32}


def test_both_halves_the_case_and_the_epoch_count() -> None:
    trees = [
        case_key(KEY, SHRED, case=CASE, epoch=0),
        case_key(SHRED, KEY, case=CASE, epoch=0),
        case_key(KEY, KEY, case=CASE, epoch=0),
        case_key(KEY, SHRED, case=OTHER, epoch=0),
        case_key(KEY, SHRED, case=CASE, epoch=1),
    ]
    assert len(set.union(*map(keys_of, trees))) == 6 * len(trees)


def test_same_inputs_give_the_same_keys() -> None:
    first, second = (case_key(KEY, SHRED, case=CASE, epoch=5) for _ in range(2))
    assert keys_of(first) == keys_of(second)


@pytest.mark.parametrize("half", [b"", bytes(31), bytes(33)])
def test_half_of_another_length_is_refused(half: bytes) -> None:
    with pytest.raises(VaultError):
        case_key(half, SHRED, case=CASE, epoch=0)
    with pytest.raises(VaultError):
        case_key(KEY, half, case=CASE, epoch=0)


@pytest.mark.parametrize("number", [-1, 2**32])
def test_impossible_epochs_and_fields_are_refused(number: int) -> None:
    with pytest.raises(VaultError):
        case_key(KEY, SHRED, case=CASE, epoch=number)
    with pytest.raises(VaultError):
        case_key(KEY, SHRED, case=CASE, epoch=0).field(number)


def test_no_key_is_in_a_repr() -> None:
    assert repr(case_key(KEY, SHRED, case=CASE, epoch=0)) == "<CaseKey redacted>"
    assert repr(share_key(KEY, SHRED, case=CASE, grant=ITEM)) == "<ShareKey redacted>"


def keys_of_share(share: ShareKey) -> set[bytes]:
    return {share.field(1), share.field(2), share.file_wrap, share.log}


def test_share_key_follows_its_formula() -> None:
    info = b"kbgo/v1/share-key" + CASE.bytes + ITEM.bytes
    secret = hkdf(KEY, salt=SHRED, info=info)
    share = share_key(KEY, SHRED, case=CASE, grant=ITEM)
    assert share.field(7) == hkdf(secret, info=b"kbgo/v1/share/field\x00\x07")
    assert share.file_wrap == hkdf(secret, info=b"kbgo/v1/share/file-wrap")
    assert share.log == hkdf(secret, info=b"kbgo/v1/share/log")


def test_a_share_has_no_key_in_common_with_its_case_or_another_share() -> None:
    shares = [
        share_key(KEY, SHRED, case=CASE, grant=ITEM),
        share_key(KEY, SHRED, case=CASE, grant=OTHER),
        share_key(KEY, SHRED, case=OTHER, grant=ITEM),
        share_key(KEY, KEY, case=CASE, grant=ITEM),
        share_key(SHRED, SHRED, case=CASE, grant=ITEM),
    ]
    case = keys_of(case_key(KEY, SHRED, case=CASE, epoch=0))
    assert len(case.union(*map(keys_of_share, shares))) == 6 + 4 * len(shares)


@pytest.mark.parametrize("half", [b"", bytes(31), bytes(33)])
def test_a_share_of_a_half_of_another_length_is_refused(half: bytes) -> None:
    with pytest.raises(VaultError):
        share_key(half, SHRED, case=CASE, grant=ITEM)
    with pytest.raises(VaultError):
        share_key(KEY, half, case=CASE, grant=ITEM)


def test_a_certificate_speaks_of_one_key_of_one_share() -> None:
    signer = SigningKey.generate()
    signed = certify_share(signer, KEY, case=CASE, grant=ITEM)
    check_share(signer.verify_key, signed, KEY, case=CASE, grant=ITEM)
    for sk, case, grant in ((SHRED, CASE, ITEM), (KEY, OTHER, ITEM), (KEY, CASE, OTHER)):
        with pytest.raises(VaultError):
            check_share(signer.verify_key, signed, sk, case=case, grant=grant)
