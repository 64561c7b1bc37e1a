"""What can be done to a case: opened, written in, shared, taken back, kept by new keys, erased."""

from cases.services.answers import answer_question
from cases.services.checkup import choose_apps, mark_point
from cases.services.counting import allow_counting, note_counted
from cases.services.credentials import begin_notes, renew_credentials
from cases.services.drafts import draft_at, drop_draft, forget_old_drafts, keep_draft
from cases.services.erasure import (
    dispose_case,
    dispose_everything,
    erase_case_without_secret,
    erase_due,
    keep_case,
    keep_everything,
    waive_window,
)
from cases.services.leaving import end_membership, renew_keys_if_due, reset_member
from cases.services.opening import open_case
from cases.services.organization_keys import (
    print_sheets,
    recover_organization,
    renew_organization_key,
)
from cases.services.plan import add_own_card, choose_card, mark_own_card, see_changes
from cases.services.records import remove_record, save_record
from cases.services.reports import follow_report
from cases.services.restoring import (
    allow_restoring,
    approve_restoration,
    ask_restoration,
    finish_restoration,
    refuse_restoration,
)
from cases.services.shares import (
    assign_share,
    change_shared_items,
    item_choices,
    note_endings_if_due,
    note_share_opening,
    share_items,
    unassign_share,
)
from cases.services.sharing import (
    assign_case,
    grant_access,
    note_opening,
    open_to_organization,
    revoke_grant,
    unassign_case,
)

__all__ = [
    "add_own_card",
    "allow_counting",
    "allow_restoring",
    "answer_question",
    "approve_restoration",
    "ask_restoration",
    "assign_case",
    "assign_share",
    "begin_notes",
    "change_shared_items",
    "choose_apps",
    "choose_card",
    "dispose_case",
    "dispose_everything",
    "draft_at",
    "drop_draft",
    "end_membership",
    "erase_case_without_secret",
    "erase_due",
    "finish_restoration",
    "follow_report",
    "forget_old_drafts",
    "grant_access",
    "item_choices",
    "keep_case",
    "keep_draft",
    "keep_everything",
    "mark_own_card",
    "mark_point",
    "note_counted",
    "note_endings_if_due",
    "note_opening",
    "note_share_opening",
    "open_case",
    "open_to_organization",
    "print_sheets",
    "recover_organization",
    "refuse_restoration",
    "remove_record",
    "renew_credentials",
    "renew_keys_if_due",
    "renew_organization_key",
    "reset_member",
    "revoke_grant",
    "save_record",
    "see_changes",
    "share_items",
    "unassign_case",
    "unassign_share",
    "waive_window",
]
