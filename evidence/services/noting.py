"""Keeps what lies elsewhere: the fingerprint of a file on a phone, an address, an account."""

import secrets
from dataclasses import replace

from accounts.actors import Actor
from cases.reading import gate_of
from cases.sealing import HeldKeys
from evidence.details import Fingerprint, Sighting
from evidence.enums import ItemKind
from evidence.models import EvidenceItem
from evidence.policies import check_kind_is_taken
from evidence.services.intake import Admission, admit_evidence
from evidence.statements import statement_of
from evidence.uploads import sealed_statement


def note_fingerprint(
    actor: Actor, keys: HeldKeys, fingerprint: Fingerprint, told: Admission
) -> EvidenceItem:
    """Admits a statement of the fingerprint, as any file is; the log names the file's own digest.

    UploadRefused where her answers keep fingerprints out, or as for a file.
    """
    check_kind_is_taken(ItemKind.FINGERPRINT, gate_of(keys))
    return _note(actor, keys, fingerprint, replace(told, fingerprint=fingerprint))


def note_sighting(
    actor: Actor, keys: HeldKeys, sighting: Sighting, told: Admission
) -> EvidenceItem:
    """Admits a statement of an address or an account; whatever her answers, those are taken."""
    return _note(actor, keys, sighting, replace(told, sighting=sighting))


def _note(
    actor: Actor, keys: HeldKeys, facts: Fingerprint | Sighting, told: Admission
) -> EvidenceItem:
    """A statement shows nothing and nobody, whatever it tells of."""
    statement = statement_of(facts, secrets.token_hex(16))
    upload = sealed_statement(keys.case, statement)
    try:
        return admit_evidence(actor, keys, upload, replace(told, is_intimate=False))
    finally:
        upload.close()
