"""What is known of each place, and that a slip in the file is refused with its name."""

import re

import pytest

from cases.enums import Channel
from resources.datafiles import File
from resources.enums import Confidence, DistanceAct, Place
from resources.exceptions import DataError
from resources.selectors import USUAL_PLACES
from resources.ways import Way, build, way_for, ways
from tests.resources.altered import altered, entry

PICTURES = re.compile(
    r"tangkapan|foto|gambar|video|unduh|screenshot|picture|photo|download", re.IGNORECASE
)


def way(content, name):
    return entry(content["way"], name)


MUTATIONS = {
    "a place": (
        lambda c: way(c, "tiktok")["places"].append("tiktokk"),
        "tiktok: places does not know tiktokk",
    ),
    "a place twice": (
        lambda c: way(c, "tiktok")["places"].append("instagram"),
        "tiktok: instagram comes twice",
    ),
    "a name twice": (lambda c: c["way"].append(c["way"][0]), "whatsapp: comes twice"),
    "a place left out": (
        lambda c: way(c, "telepon").update(places=["telepon"]),
        "no way for sms",
    ),
    "the way of all others": (
        lambda c: way(c, "lainnya").update(places=["michat"]),
        "no way for all other places",
    ),
    "two ways of all others": (
        lambda c: way(c, "bumble").update(places=[]),
        "lainnya: the way of all other places comes twice",
    ),
    "an act": (
        lambda c: way(c, "x")["act"][0].update(kind="mutee"),
        "kind does not know mutee",
    ),
    "an act twice": (
        lambda c: way(c, "x")["act"].append(way(c, "x")["act"][0]),
        "x: mute: comes twice",
    ),
    "what an act does to the proof": (
        lambda c: way(c, "x")["act"][1].pop("proof"),
        "x: block: proof is missing",
    ),
    "a line in one language": (
        lambda c: way(c, "line")["links"][0].pop("en"),
        "line: links 1: line: en is missing",
    ),
    "nothing to keep": (
        lambda c: way(c, "email").update(catch=[]),
        "email: catch, links or account is empty",
    ),
    "a confidence": (
        lambda c: way(c, "email").update(confidence="sure"),
        "email: confidence does not know sure",
    ),
    "an unknown key": (lambda c: way(c, "email").update(catchs=[]), "unknown key catchs"),
}


@pytest.mark.parametrize(("change", "name"), MUTATIONS.values(), ids=MUTATIONS.keys())
def test_a_slip_is_refused_with_its_name(change, name):
    with pytest.raises(DataError) as refusal:
        build(altered(File.WAYS, change))
    assert name in str(refusal.value)
    assert str(refusal.value).startswith(File.WAYS)


def lines_for_everybody(found: Way):
    yield from (*found.catch, *found.links, *found.account)
    for act in found.acts:
        yield from (*act.how, act.proof, act.contact)


@pytest.mark.parametrize("place", ways())
def test_only_the_lines_about_pictures_speak_of_pictures(place):
    for line in lines_for_everybody(way_for(place)):
        assert not PICTURES.search(f"{line.id} {line.en}")


@pytest.mark.parametrize("place", ways())
def test_nothing_counts_as_read_without_its_source(place):
    found = way_for(place)
    for told in (found, *found.acts):
        assert told.source or told.confidence == Confidence.GENERAL_KNOWLEDGE


@pytest.mark.parametrize("place", [*USUAL_PLACES, *Place.values])
def test_where_most_things_happen_has_words_of_its_own(place):
    assert place in way_for(place).places


def test_every_channel_but_somewhere_else_has_its_own():
    general = way_for("")
    found = {channel for channel in Channel if way_for(channel.place) is general}
    assert found == {Channel.OTHER}


@pytest.mark.parametrize("place", ["", "platform-of-tomorrow"])
def test_a_place_that_nobody_knows_gets_what_holds_everywhere(place):
    assert way_for(place).places == ()
    assert way_for(place).catch


def test_acts_stand_from_the_quietest_to_the_last():
    order = list(DistanceAct)
    for found in ways().values():
        kinds = [order.index(act.kind) for act in found.acts]
        assert kinds == sorted(kinds)


def test_an_act_that_does_not_exist_there_is_not_offered():
    kinds = {act.kind for act in way_for("whatsapp").acts}
    assert kinds == {DistanceAct.MUTE, DistanceAct.BLOCK, DistanceAct.DELETE}
    assert way_for(Place.IN_PERSON).acts == ()


def test_an_act_may_have_another_name_somewhere():
    titles = {place: way_for(place).acts[-1].title for place in ("telepon", "email")}
    assert titles == {"telepon": "Ganti nomor", "email": DistanceAct.DELETE.label}
