"""The header's claim is read right, and a bomb is known by it."""

import pytest

from evidence.claims import claimed_size, is_too_large
from tests import sample_files, sample_kinds

PICTURES = {
    "image/jpeg": sample_files.jpeg,
    "image/png": sample_files.png,
    "image/webp": sample_files.webp,
    "image/heic": sample_files.heic,
    "image/gif": sample_kinds.gif,
    "image/avif": sample_kinds.avif,
}
BOMBS = {
    "image/png": sample_files.png_claiming,
    "image/jpeg": sample_files.jpeg_claiming,
    "image/webp": sample_files.webp_claiming,
}


@pytest.mark.parametrize("media_type", PICTURES)
def test_a_real_picture_claims_its_size(media_type: str) -> None:
    size = claimed_size(PICTURES[media_type](96, 80), media_type)
    assert size == (96, 80)


@pytest.mark.parametrize("media_type", BOMBS)
def test_a_bomb_is_known_by_its_claim(media_type: str) -> None:
    assert is_too_large(BOMBS[media_type](16_000, 16_000), media_type)
    assert not is_too_large(BOMBS[media_type](4_000, 3_000), media_type)


@pytest.mark.parametrize("media_type", PICTURES)
def test_a_head_that_is_cut_short_claims_nothing_or_something_possible(media_type: str) -> None:
    whole = PICTURES[media_type]()
    for length in range(0, min(len(whole), 600), 7):
        claimed_size(whole[:length], media_type)
        assert not is_too_large(whole[:length], media_type)


def test_what_is_no_picture_claims_nothing() -> None:
    assert claimed_size(b"%PDF-1.4", "application/pdf") is None
