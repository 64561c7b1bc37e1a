"""What to keep at a place where things happen, and how to get distance there.

Knows places, never what happened there. Whether pictures may be kept is decided by who asks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from resources.datafiles import File, Row, document, unique
from resources.enums import Confidence, DistanceAct, Place
from resources.seeds import platform_seeds
from resources.texts import Text


@dataclass(frozen=True, slots=True)
class Act:
    """One way to get distance: what it does to the proof, and what the other side may notice."""

    kind: DistanceAct
    own_title: Text | None
    how: tuple[Text, ...]
    proof: Text
    contact: Text
    confidence: Confidence
    source: str

    @property
    def title(self) -> str:
        """What it is called there; a phone number is changed where an account is deleted."""
        return str(self.own_title or self.kind.label)


@dataclass(frozen=True, slots=True)
class Way:
    """`catch`, `links`, `account` and the acts tell nobody to keep or to take a picture; `pictures`
    does, and is only for pages on which pictures may be kept. An act that is not there does not
    exist at the place."""

    places: tuple[str, ...]
    catch: tuple[Text, ...]
    pictures: tuple[Text, ...]
    links: tuple[Text, ...]
    account: tuple[Text, ...]
    acts: tuple[Act, ...]
    confidence: Confidence
    source: str


def way_for(place: str) -> Way:
    """The way of a platform's slug or of a `Place`; that of all others for whatever is unknown."""
    known = ways()
    return known.get(place, known[""])


@cache
def ways() -> Mapping[str, Way]:
    """By place; the one of all others stands under the empty name."""
    return build()


def build(content: Mapping[str, object] | None = None) -> Mapping[str, Way]:
    file = document(File.WAYS, content)
    known = {*Place.values, *(seed.slug for seed in platform_seeds())}
    found: dict[str, Way] = {}
    for row in unique(file.rows("way")):
        way = _way(row)
        for place in way.places or ("",):
            _check_place(row, place, known, found)
            found[place] = way
    file.done()
    for place in ("", *Place.values):
        if place not in found:
            raise file.error(f"no way for {place or 'all other places'}")
    return found


def _check_place(row: Row, place: str, known: Iterable[str], found: Iterable[str]) -> None:
    if place and place not in known:
        raise row.error(f"places does not know {place}")
    if place in found:
        raise row.error(f"{place or 'the way of all other places'} comes twice")


def _way(row: Row) -> Way:
    row.word("id")
    acts = unique(row.rows("act", "kind"), "kind") if row.has("act") else []
    way = Way(
        places=row.words("places"),
        catch=row.texts("catch"),
        pictures=row.texts("pictures"),
        links=row.texts("links"),
        account=row.texts("account"),
        acts=tuple(_act(act) for act in acts),
        confidence=row.choice("confidence", Confidence),
        source=row.word_or_empty("source"),
    )
    row.done()
    if not (way.catch and way.links and way.account):
        raise row.error("catch, links or account is empty")
    return way


def _act(row: Row) -> Act:
    act = Act(
        kind=row.choice("kind", DistanceAct),
        own_title=row.text_or_none("title"),
        how=row.texts("how"),
        proof=row.text("proof"),
        contact=row.text("contact"),
        confidence=row.choice("confidence", Confidence),
        source=row.word_or_empty("source"),
    )
    row.done()
    return act
