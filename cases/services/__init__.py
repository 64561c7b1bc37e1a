"""What can be done to a case: opened, written in, shared, taken back and erased."""

from cases.services.answers import answer_question, choose_card
from cases.services.credentials import begin_notes, renew_credentials
from cases.services.erasure import (
    dispose_case,
    dispose_everything,
    erase_case_without_secret,
    erase_due,
    keep_case,
    keep_everything,
    waive_window,
)
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
    "dispose_case",
    "dispose_everything",
    "erase_case_without_secret",
    "erase_due",
    "grant_access",
    "keep_case",
    "keep_everything",
    "note_opening",
    "open_case",
    "open_to_organization",
    "remove_record",
    "renew_credentials",
    "revoke_grant",
    "save_record",
    "unassign_case",
    "waive_window",
]
