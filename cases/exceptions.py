from core.exceptions import NotPermitted


class NoKey(NotPermitted):
    """This person may see that the case exists, yet holds no key to it."""
