"""Which picture a session was just shown, and how many it has seen."""

from accounts.http import SiteRequest
from evidence.models import EvidenceItem

REVEALED, LOOKS = "revealed", "looks"
# After this many pictures in one session a page reminds that somebody else can go on.
MANY_LOOKS = 5


def mark_revealed(request: SiteRequest, item: EvidenceItem) -> None:
    request.session[REVEALED] = item.ref
    request.session[LOOKS] = request.session.get(LOOKS, 0) + 1


def was_revealed(request: SiteRequest, item: EvidenceItem) -> bool:
    """Told once: the next page covers it again."""
    shown: str | None = request.session.pop(REVEALED, None)
    return shown == item.ref


def looks_to_mention(request: SiteRequest) -> int:
    looks: int = request.session.get(LOOKS, 0)
    return looks if looks >= MANY_LOOKS else 0
