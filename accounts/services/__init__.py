"""Accounts made, entered, given new secrets and ended; organisations and their keys."""

from accounts.services.entering import (
    WORD_COUNT,
    confirm_secret,
    enter_again_with_recovery_code,
    enter_with_password,
    enter_with_recovery_code,
    enter_with_words,
)
from accounts.services.organizations import (
    add_lead,
    end_account,
    found_organization,
    give_organization_key,
    join,
    print_sheets,
    recover_with_sheets,
    renew_organization_key,
    withdraw_organization_key,
)
from accounts.services.owners import (
    Enrolment,
    draw_words,
    enrol_owner,
    enrol_owner_with_code,
    erase_owner,
    give_recovery_code,
    renew_words,
)
from accounts.services.pairs import Unlocked
from accounts.services.preferences import keep_preferences, preferences_of
from accounts.services.staff import (
    StaffDetails,
    add_staff,
    change_password,
    give_password_code,
    set_password_with_code,
)
from accounts.services.upkeep import forget_what_is_over

__all__ = [
    "WORD_COUNT",
    "Enrolment",
    "StaffDetails",
    "Unlocked",
    "add_lead",
    "add_staff",
    "change_password",
    "confirm_secret",
    "draw_words",
    "end_account",
    "enrol_owner",
    "enrol_owner_with_code",
    "enter_again_with_recovery_code",
    "enter_with_password",
    "enter_with_recovery_code",
    "enter_with_words",
    "erase_owner",
    "forget_what_is_over",
    "found_organization",
    "give_organization_key",
    "give_password_code",
    "give_recovery_code",
    "join",
    "keep_preferences",
    "preferences_of",
    "print_sheets",
    "recover_with_sheets",
    "renew_organization_key",
    "renew_words",
    "set_password_with_code",
    "withdraw_organization_key",
]
