"""Recovery sheets: two of three pieces of paper give back what opens an organisation's key.

Secret sharing after A. Shamir, How to Share a Secret (1979), over GF(2^8), byte by byte.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from vault import crockford, labels
from vault.errors import VaultError
from vault.keys import PRIVATE_BYTES, PrivateKey
from vault.primitives import KEY_BYTES, Data, Redacted, check_key, hkdf, random_bytes, sha256

NUMBERS: Final = (1, 2, 3)
NEEDED: Final = 2

_SET_BYTES: Final = 2
_CHECK_BYTES: Final = 3
_SHEET_BYTES: Final = _SET_BYTES + 1 + KEY_BYTES + _CHECK_BYTES
_AES_POLYNOMIAL: Final = 0x11B


@dataclass(frozen=True, slots=True, repr=False)
class Share(Redacted):
    """One of three: `value = secret ⊕ slope · number`. Alone it is 32 random bytes.

    `set_id` tells sheets of one printing from those of another; it is random.
    """

    set_id: bytes
    number: int
    value: bytes

    def sheet(self) -> str:
        """`set ‖ number ‖ value ‖ check` as 61 characters, in groups to copy by hand.

        The check is three bytes of a SHA-256: a slip of the pen shows on the sheet it is on.
        """
        body = self.set_id + bytes([self.number]) + self.value
        return crockford.grouped(crockford.encode(body + _check(body)))

    @classmethod
    def from_sheet(cls, text: str) -> Self:
        """The share as somebody typed it; VaultError where it is not whole or has a slip in it."""
        code = crockford.read(text, crockford.characters_of(_SHEET_BYTES))
        raw = crockford.decode(code, _SHEET_BYTES)
        body, check = raw[:-_CHECK_BYTES], raw[-_CHECK_BYTES:]
        if check != _check(body):
            raise VaultError("not a recovery sheet")
        return cls(body[:_SET_BYTES], body[_SET_BYTES], body[_SET_BYTES + 1 :])


def split(secret: Data) -> tuple[Share, ...]:
    """Three shares of a 32-byte secret: points of a line that meets zero at the secret."""
    whole, slope, set_id = check_key(secret), random_bytes(KEY_BYTES), random_bytes(_SET_BYTES)
    return tuple(Share(set_id, at, _point(whole, slope, at)) for at in NUMBERS)


def combine(shares: Sequence[Share]) -> bytes:
    """The secret of two different shares of one set; VaultError for anything else.

    `(b·x₁ ⊕ a·x₂) / (x₁ ⊕ x₂)`. Whether it is the right secret shows where it unwraps.
    """
    numbers = {share.number for share in shares}
    if len(shares) != NEEDED or len(numbers) != NEEDED or not numbers <= set(NUMBERS):
        raise VaultError("two different sheets are needed")
    first, second = shares
    if first.set_id != second.set_id:
        raise VaultError("sheets of different printings")
    inverse = _inverse(first.number ^ second.number)
    pairs = zip(first.value, second.value, strict=True)
    return bytes(
        _times(inverse, _times(b, first.number) ^ _times(a, second.number)) for a, b in pairs
    )


def sheet_key(secret: Data) -> PrivateKey:
    """`HKDF(secret, info = label)`, 96 bytes: the pair that an organisation's key is wrapped to.

    Its public half stays at hand, so that a new key can be wrapped to it while the sheets lie in
    their envelopes.
    """
    return PrivateKey.from_bytes(hkdf(check_key(secret), info=labels.SHEETS, length=PRIVATE_BYTES))


def _point(whole: bytes, slope: bytes, at: int) -> bytes:
    return bytes(a ^ _times(b, at) for a, b in zip(whole, slope, strict=True))


def _times(a: int, b: int) -> int:
    """Multiplication in GF(2^8), FIPS 197 §4.2."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a <<= 1
        if a & 0x100:
            a ^= _AES_POLYNOMIAL
        b >>= 1
    return product


def _inverse(a: int) -> int:
    """`a^254`, since `a^255 = 1` for everything but zero."""
    power = 1
    for _ in range(254):
        power = _times(power, a)
    return power


def _check(body: bytes) -> bytes:
    return sha256(labels.SHEET_CHECK + body)[:_CHECK_BYTES]
