"""The check-up's file: every app is there, every point says what others may notice."""

import re

import pytest

from resources.checkup import build, checked_apps
from resources.datafiles import File
from resources.enums import Topic
from resources.exceptions import DataError
from tests.resources.altered import altered, entry

APPS = ["whatsapp", "instagram", "facebook", "tiktok", "telegram", "x", "google", "apple", "phone"]
POINTS = [point for app in checked_apps() for point in app.points]
MOST_WORDS, MEAN_WORDS = 20, 10


def points_of(content, app):
    return entry(content["app"], app)["point"]


def point_of(content, app, point):
    return entry(points_of(content, app), point)


MUTATIONS = {
    "a topic": (
        lambda c: point_of(c, "x", "x_apps").update(topic="acounts"),
        "x_apps: topic does not know acounts",
    ),
    "a point that hides what is noticed": (
        lambda c: point_of(c, "whatsapp", "wa_unlink").pop("careful"),
        "wa_unlink: changes something and does not say what may be noticed",
    ),
    "neither looking nor changing": (
        lambda c: point_of(c, "whatsapp", "wa_unlink").pop("changes"),
        "wa_unlink: changes is missing",
    ),
    "one step": (
        lambda c: point_of(c, "google", "g_photos").update(how=[{"id": "a", "en": "a"}]),
        "g_photos: how has fewer than 2 or more than 4 steps",
    ),
    "a step in one language": (
        lambda c: point_of(c, "google", "g_photos")["how"][0].pop("en"),
        "g_photos: how 1: line: en is missing",
    ),
    "seen without a source": (
        lambda c: point_of(c, "tiktok", "tt_devices").update(confidence="seen"),
        "tt_devices: seen, but no source",
    ),
    "a point twice in an app": (
        lambda c: entry(c["app"], "x")["point"].append(point_of(c, "x", "x_apps")),
        "x_apps: comes twice",
    ),
    "a point in two apps": (
        lambda c: entry(c["app"], "x")["point"].append(point_of(c, "apple", "ap_find")),
        "ap_find stands in two apps",
    ),
    "nothing to look at": (
        lambda c: [one.update(changes=True, careful=one["why"]) for one in points_of(c, "x")],
        "x: has no point that only looks",
    ),
    "a key of an app": (
        lambda c: entry(c["app"], "google").update(holds_mails=True),
        "google: unknown key holds_mails",
    ),
}


@pytest.mark.parametrize(("change", "name"), MUTATIONS.values(), ids=MUTATIONS.keys())
def test_a_slip_is_refused_with_its_name(change, name):
    with pytest.raises(DataError) as refusal:
        build(altered(File.CHECKUP, change))
    assert str(refusal.value).startswith(File.CHECKUP)
    assert name in str(refusal.value)


def test_all_apps_are_there_and_the_phone_comes_last():
    """Their places are the numbers in addresses: a new app goes to the end."""
    assert [app.id for app in checked_apps()] == APPS
    assert [app.id for app in checked_apps() if app.is_always] == ["phone"]
    assert [app.id for app in checked_apps() if app.holds_mail] == ["google", "apple"]


def test_each_topic_comes_up_and_each_app_has_a_second_step():
    assert {point.topic for point in POINTS} == set(Topic)
    for app in checked_apps():
        assert Topic.TWO_STEP in {point.topic for point in app.points}, app.id


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.id)
@pytest.mark.parametrize("language", ["id", "en"])
def test_it_is_read_in_short_sentences(point, language):
    texts = [point.why, *point.how, *filter(None, [point.careful])]
    told = " ".join(text.in_language(language) for text in texts)
    lengths = [len(sentence.split()) for sentence in re.split(r"(?<=[.?]) ", told)]
    assert max(lengths) <= MOST_WORDS
    assert sum(lengths) / len(lengths) <= MEAN_WORDS + 2


def test_looking_never_tells_to_change_a_password_or_to_sign_out():
    acts = re.compile(r"\b(ganti kata sandi|keluarkan|log out|sign out)\b", re.IGNORECASE)
    looking = [point for point in POINTS if not point.changes]
    told = {point.id: " ".join(step.id + step.en for step in point.how) for point in looking}
    assert [point for point, steps in told.items() if acts.search(steps)] == []
