class LeaseLost(Exception):
    """Another worker holds this job by now; whatever was built here is dropped."""


class JobFailed(Exception):
    """The work cannot be done, now or later; `code` says why and holds no content."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class GrantElsewhere(Exception):
    """Another living worker could open this job's grant, this one cannot."""


class NoLiveGrant(Exception):
    """No grant that a living worker could open is left for this job."""
