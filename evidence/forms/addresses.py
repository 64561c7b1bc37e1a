"""What she is asked about an address or an account, which stays where it is."""

from collections.abc import Mapping
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import BLANK_CHOICE
from core.dates import ClaimedTimeField
from core.forms import TextField
from core.html import Text
from evidence.addresses import Address, AddressRefusal, NoAddress, read_address
from evidence.details import Sighting
from evidence.forms.statements import StatementForm, claimed_json
from evidence.statements import clean_text
from evidence.twins import address_key
from resources.selectors import place_choices, platform_choices

REFUSED: Mapping[AddressRefusal, Text] = {
    AddressRefusal.SCHEME: _("Only addresses that begin with http or https can be kept here."),
    AddressRefusal.NOT_ONE: _("This does not look like an address. Copy the whole link once more."),
    AddressRefusal.TOO_LONG: _("This address is too long to be kept."),
}


def _platforms() -> list[tuple[str, Text]]:
    """Places first; then those that are only ways to be found, or to keep files."""
    names = dict(platform_choices())
    places = place_choices(names)
    others = [(slug, name) for slug, name in names.items() if slug not in dict(places)]
    return [BLANK_CHOICE, *places, *others]


class SightingForm(StatementForm):
    """An address, an account, or both. What is read out of the address is only offered."""

    question_title = _("Write down an address or account")
    intro = _("A post, a profile, a group or a number. Nothing is opened: it is only written down.")
    submit_label = _("Continue")
    field_order = (
        *("url", "platform", "display_name", "handle", "account_id", "seen", "shows", "again"),
    )

    url = TextField(
        label=_("Address (link)"),
        help_text=_("Copy it whole. Leave it empty if you only know the account."),
        literal=True,
        required=False,
        max_length=4000,
    )
    platform = forms.ChoiceField(
        label=_("Where is it?"),
        help_text=_("If the address shows it, it is filled in."),
        choices=_platforms,
        required=False,
    )
    display_name = TextField(label=_("Name as shown"), literal=True, required=False)
    handle = TextField(
        label=_("Account name"),
        help_text=_("For example @nama. It can be changed by whoever has the account."),
        literal=True,
        required=False,
    )
    account_id = TextField(
        label=_("Number or code of the account"),
        help_text=_("It often stays the same when the name changes. A phone number is fine too."),
        literal=True,
        required=False,
    )
    seen = ClaimedTimeField(label=_("When did you see it there?"), required=False)

    address: Address | None = None
    is_recognised = False

    def show_recognised(self, typed: Self) -> None:
        self.address, self.is_recognised = typed.address, True
        self.question_title = _("Is it right like this?")
        self.intro = _("You can change everything before it is kept.")
        self.submit_label = _("Keep it like this")

    def clean_url(self) -> str:
        """As it may be kept: without what stands before an @, which can be a password."""
        typed: str = self.cleaned_data["url"]
        if not typed:
            return ""
        try:
            self.address = read_address(typed)
        except NoAddress as error:
            raise ValidationError(str(REFUSED[error.reason])) from error
        return self.address.text

    def clean_display_name(self) -> str:
        return clean_text(self.cleaned_data["display_name"])

    def clean_handle(self) -> str:
        return clean_text(self.cleaned_data["handle"])

    def clean_account_id(self) -> str:
        return clean_text(self.cleaned_data["account_id"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        named = ("url", "display_name", "handle", "account_id")
        if not set(named) & set(self.errors) and not any(cleaned.get(name) for name in named):
            self.add_error("url", _("Write an address or the name of an account."))
        return cleaned

    @property
    def facts(self) -> Sighting:
        answers = self.cleaned_data
        return Sighting(
            url=answers["url"],
            platform=answers["platform"],
            display_name=answers["display_name"],
            handle=answers["handle"],
            account_id=answers["account_id"],
            seen=claimed_json(answers["seen"]),
        )

    @property
    def to_be_seen(self) -> str:
        return address_key(self.cleaned_data["url"])

    @property
    def recognised(self) -> dict[str, str]:
        """The address as it may be kept; and what it shows, for the answers that are empty."""
        shown = self.address
        known = (
            {"platform": shown.platform, "handle": shown.handle, "account_id": shown.account_id}
            if shown
            else {}
        )
        if known.get("platform") not in dict(_platforms()):
            known.pop("platform", "")
        answers = self.cleaned_data
        offered = {name: value for name, value in known.items() if not answers[name]}
        return {"url": answers["url"], **offered}
