"""What can be done to a case: opened, written in, shared and taken back."""

from cases.services.answers import answer_question, choose_card
from cases.services.credentials import begin_notes, renew_credentials
from cases.services.opening import open_case
from cases.services.records import remove_record, save_record
from cases.services.sharing import (
    assign_case,
    grant_access,
    note_opening,
    open_to_organization,
    revoke_grant,
    unassign_case,
)

__all__ = [
    "answer_question",
    "assign_case",
    "begin_notes",
    "choose_card",
    "grant_access",
    "note_opening",
    "open_case",
    "open_to_organization",
    "remove_record",
    "renew_credentials",
    "revoke_grant",
    "save_record",
    "unassign_case",
]
