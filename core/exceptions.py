"""What any app may refuse with; one middleware turns each into its page."""

from django.utils.functional import Promise


class NotPermitted(Exception):
    """This person may not: shown as 404, like what does not exist."""


class PolicyRefused(Exception):
    """It may not be done now, by anybody: shown as a page that says the reason."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__("refused by policy")
        self.reason = reason


class Unscoped(Exception):
    """A queryset on case data was evaluated outside `visible_to()`."""


class NotOpened(Exception):
    """A sealed thing was changed, is damaged or belongs to another key; shown as 503."""
