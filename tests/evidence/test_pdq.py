"""What a picture looks like, as `pdqhash` says it; as the page on a phone does."""

import pytest
from PIL import Image

from evidence.pdq import ALIKE, SAMPLES, USABLE_QUALITY, Pdq, distance, pdq_of
from evidence.sandbox.picture_samples import SQUASHED, pdq_of_picture
from evidence.sandbox.pictures import make_picture_derivatives
from tests.evidence.looks import AS_PDQHASH, PICTURES, picture
from tests.sample_files import encoded


@pytest.mark.parametrize("name", PICTURES)
def test_it_agrees_with_the_library(name: str) -> None:
    found = pdq_of_picture(picture(name))
    assert distance(found.hex, AS_PDQHASH[name]) <= 2
    assert found.quality == 100


@pytest.mark.parametrize("name", ["noise 20 1200×900", "discs 720×1280", "discs 512×512"])
def test_copies_that_an_app_makes_are_alike(name: str) -> None:
    whole = picture(name)
    smaller = whole.resize((whole.width // 3, whole.height // 3), Image.Resampling.LANCZOS)
    assert distance(pdq_of_picture(whole).hex, pdq_of_picture(smaller).hex) <= ALIKE


def test_other_pictures_are_not() -> None:
    found = [pdq_of_picture(picture(name)).hex for name in list(PICTURES)[::4]]
    apart = [distance(one, other) for at, one in enumerate(found) for other in found[:at]]
    assert min(apart) > 2 * ALIKE


@pytest.mark.parametrize("colour", ["white", "black", "#808080"])
def test_an_empty_picture_says_nothing(colour: str) -> None:
    found = pdq_of_picture(Image.new("RGB", (300, 200), colour))
    assert found.quality == 0


def test_a_pale_slope_says_little() -> None:
    slope = Image.linear_gradient("L").convert("RGB")
    assert pdq_of_picture(slope).quality < USABLE_QUALITY


def test_samples_that_are_all_alike_have_no_bits() -> None:
    assert pdq_of([[0.0] * SAMPLES] * SAMPLES) == Pdq("0" * 64, 0)


def test_every_stored_picture_gets_one() -> None:
    whole = picture("discs 1200×900")
    made = make_picture_derivatives(encoded(whole, "PNG"), "image/png")
    assert distance(made.pdq, pdq_of_picture(whole).hex) <= ALIKE
    assert (made.pdq_quality, SQUASHED) == (100, 512)
