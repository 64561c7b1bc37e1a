"""How far the log is anchored in time: stamps over checkpoints, and what is told."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from cryptography.x509 import Certificate

from vaultverify.bag import SMALL, Bag
from vaultverify.checkpoints import Proof
from vaultverify.errors import Failed
from vaultverify.tokens import check_trust, find_client, read_answer, read_query, read_roots
from vaultverify.verdict import Anchor

ROOTS: Final = "data/keys/tsa-chain.pem"
NONE, PENDING, ANCHORED = "none configured", "pending", "anchored"


def read_given_roots(path: Path) -> list[Certificate]:
    """The roots that whoever verifies brings along; Failed where the file holds none."""
    try:
        with path.open("rb") as file:
            raw = file.read(SMALL + 1)
    except OSError:
        raw = b""
    if len(raw) > SMALL:
        raise Failed("the roots of the time stamps are broken")
    return read_roots(raw, "")


def check_told(bag: Bag, proofs: Sequence[Proof], length: int) -> str:
    """What the packet says of its anchoring, if its own files bear that out."""
    told = bag.info.get("Anchoring", "")
    stamped = [proof.length for proof in proofs if proof.stamps]
    fits = {NONE: not stamped, PENDING: length not in stamped, ANCHORED: length in stamped}
    if not fits.get(told, False):
        raise Failed("the packet contradicts itself")
    return told


def check_stamps(
    bag: Bag, proofs: Sequence[Proof], given: Sequence[Certificate] | None
) -> list[Anchor]:
    """Every stamp is of its checkpoint and, as far as that can be checked here, to be believed."""
    stamped = [(proof, stem) for proof in proofs for stem in proof.stamps]
    if not stamped:
        return []
    roots = read_roots(bag.read(ROOTS, SMALL), ROOTS) if given is None else given
    return [_anchor(bag, proof, stem, roots) for proof, stem in stamped]


def _anchor(bag: Bag, proof: Proof, stem: str, roots: Sequence[Certificate]) -> Anchor:
    name, sha512 = f"{stem}.tsr", hashlib.sha512(proof.note.raw).digest()
    answer = bag.read(name, SMALL)
    token = read_answer(answer, name)
    if token.sha512 != sha512:
        raise Failed("a time stamp is of something else", name)
    if read_query(bag.read(f"{stem}.tsq", SMALL), f"{stem}.tsq") != (sha512, token.nonce):
        raise Failed("a time stamp answers another query", name)
    client = find_client()
    trust = check_trust(client, answer, sha512, roots, name) if client else None
    return Anchor(
        checkpoint=proof.note.number,
        length=proof.length,
        at=token.at,
        authority=trust.authority if trust else "",
        root_sha256=trust.root_sha256 if trust else "",
        file=name,
    )
