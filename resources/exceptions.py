"""What the resources refuse with."""


class DataError(Exception):
    """A data file names something that does not exist, or leaves out what it must say.

    The message names the file, the entry and the key or reference that is wrong.
    """


class AnswerNotAllowed(Exception):
    """An answer that the question does not offer, or not together with the others given."""


class NothingToReport(Exception):
    """A report to a platform without a single address."""
