"""Previews and view copies: pixels and nothing else, from good, damaged and hostile pictures."""

import io
import json
import struct
import zipfile
from dataclasses import asdict, replace

import pytest
from PIL import ExifTags, Image, ImageOps

from evidence.sandbox.contract import NotMade, Reason
from evidence.sandbox.picture_answer import Derivatives, Facts, pack, unpack
from evidence.sandbox.picture_checks import check_jpeg, check_webp
from evidence.sandbox.pictures import LIMITS, check_derivatives, make_picture_derivatives
from tests import sample_files, sample_kinds

SAMPLES = {
    "image/jpeg": sample_files.jpeg,
    "image/png": sample_files.png,
    "image/webp": sample_files.webp,
    "image/heic": sample_files.heic,
    "image/avif": sample_kinds.avif,
}
MOVING = {
    "image/gif": sample_kinds.gif(frames=5),
    "image/avif": sample_kinds.avif(frames=5),
    "image/webp": sample_files.animated_webp(),
    "image/png": sample_files.encoded(
        sample_files.noise(), "PNG", save_all=True, append_images=[sample_files.noise(seed=2)]
    ),
}
TRACES = (
    b"Exif",
    b"http://ns.adobe.com",
    b"adobe:ns:meta",
    b"ICC_PROFILE",
    sample_files.COMMENT,
    sample_files.CAMERA_MAKER.encode(),
    sample_files.CAMERA_MODEL.encode(),
    sample_files.TAKEN_AT.encode(),
)


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def refusal_of(data: bytes, media_type: str = "image/jpeg") -> Reason:
    with pytest.raises(NotMade) as refusal:
        make_picture_derivatives(data, media_type)
    return refusal.value.reason


def difference(one: Image.Image, other: Image.Image) -> float:
    """Mean distance of two pictures per channel: 0 for the same, some 85 for unrelated noise."""
    pairs = zip(one.convert("RGB").tobytes(), other.convert("RGB").tobytes(), strict=True)
    return sum(abs(a - b) for a, b in pairs) / (one.width * one.height * 3)


@pytest.fixture(scope="module")
def made() -> Derivatives:
    return make_picture_derivatives(sample_files.jpeg(), "image/jpeg")


class TestGoodPictures:
    @pytest.mark.parametrize("media_type", SAMPLES)
    def test_view_shows_what_the_original_shows(self, media_type):
        original = SAMPLES[media_type](96, 64)
        view = opened(make_picture_derivatives(original, media_type).view)
        assert (view.format, view.mode) == ("JPEG", "RGB")
        assert difference(view, sample_files.noise(96, 64)) < 12

    @pytest.mark.parametrize("media_type", SAMPLES)
    def test_preview_is_tiny_and_grey(self, media_type):
        made = make_picture_derivatives(SAMPLES[media_type](96, 64), media_type)
        preview = opened(made.preview)
        assert (preview.format, preview.size) == ("WEBP", (24, 16))
        assert len(made.preview) <= 302
        assert all(max(rgb) - min(rgb) <= 2 for _, rgb in preview.getcolors())

    def test_long_side_of_a_view_is_1000(self):
        made = make_picture_derivatives(sample_files.bare_jpeg(2400, 1600), "image/jpeg")
        assert opened(made.view).size == (1000, 667)
        assert (made.width, made.height) == (2400, 1600)

    def test_a_small_picture_is_not_enlarged(self, made):
        assert opened(made.view).size == (made.width, made.height) == (64, 48)

    def test_preview_of_a_tall_picture_is_its_middle(self):
        made = make_picture_derivatives(sample_files.png(60, 900), "image/png")
        assert opened(made.preview).size == (24, 54)

    @pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
    def test_every_kind_of_png_is_taken(self, mode):
        picture = sample_files.noise(mode="L").convert(mode)
        view = opened(
            make_picture_derivatives(sample_files.encoded(picture, "PNG"), "image/png").view
        )
        assert (view.mode, view.size) == ("RGB", (64, 48))

    def test_sixteen_bits_are_divided_and_not_cut_off(self):
        data = sample_files.encoded(Image.new("I;16", (30, 30), 128 * 256), "PNG")
        view = opened(make_picture_derivatives(data, "image/png").view)
        assert view.getpixel((9, 9)) == pytest.approx((128, 128, 128), abs=3)

    def test_what_is_transparent_is_seen_as_white(self):
        data = sample_files.encoded(Image.new("RGBA", (30, 30), (200, 0, 0, 0)), "PNG")
        view = opened(make_picture_derivatives(data, "image/png").view)
        assert view.getpixel((9, 9)) == pytest.approx((255, 255, 255), abs=3)

    @pytest.mark.parametrize("media_type", MOVING)
    def test_of_several_frames_the_first_is_drawn_and_the_others_are_told(self, media_type):
        made = make_picture_derivatives(MOVING[media_type], media_type)
        first = opened(MOVING[media_type])
        assert difference(opened(made.view), first) < 30
        assert (made.facts.has_more_frames, made.facts.has_other_pictures) == (True, True)

    def test_a_picture_that_stands_still_has_no_more_frames(self):
        for media_type, make in (("image/gif", sample_kinds.gif), *SAMPLES.items()):
            assert not make_picture_derivatives(make(), media_type).facts.has_more_frames

    def test_a_stream_is_taken_piece_by_piece(self, made):
        data = sample_files.jpeg()
        pieces = (data[at : at + 500] for at in range(0, len(data), 500))
        assert make_picture_derivatives(pieces, "image/jpeg") == made


class TestOrientation:
    @pytest.mark.parametrize("orientation", range(1, 9))
    def test_view_is_upright(self, orientation):
        original = sample_files.turned_jpeg(orientation)
        made = make_picture_derivatives(original, "image/jpeg")
        upright = ImageOps.exif_transpose(opened(original))
        assert (made.width, made.height) == upright.size
        assert difference(opened(made.view), upright) < 3

    def test_heic_is_turned_once(self):
        made = make_picture_derivatives(sample_files.heic(64, 48, orientation=6), "image/heic")
        upright = sample_files.noise(64, 48).transpose(Image.Transpose.ROTATE_270)
        assert (made.width, made.height) == (48, 64)
        assert difference(opened(made.view), upright) < 12

    def test_an_orientation_nobody_knows_is_ignored(self):
        made = make_picture_derivatives(sample_files.jpeg(orientation=77), "image/jpeg")
        assert (made.width, made.height) == (64, 48)


class TestNothingButPixels:
    @pytest.mark.parametrize("media_type", SAMPLES)
    def test_no_metadata_is_left(self, media_type):
        original = SAMPLES[media_type]()
        made = make_picture_derivatives(original, media_type)
        assert any(trace in original for trace in TRACES)
        assert not [trace for trace in TRACES if trace in made.view + made.preview]
        assert opened(made.view).getexif() == {}
        assert "comment" not in opened(made.view).info

    def test_a_polyglot_gives_pixels_only(self):
        original = sample_files.jpeg_and_zip()
        made = make_picture_derivatives(original, "image/jpeg")
        assert zipfile.is_zipfile(io.BytesIO(original))
        assert not zipfile.is_zipfile(io.BytesIO(made.view))
        assert b"PK\x03\x04" not in made.view

    def test_a_second_picture_stays_behind_and_is_told(self):
        made = make_picture_derivatives(sample_files.jpeg_of_two(), "image/jpeg")
        assert difference(opened(made.view), sample_files.noise(seed=1)) < 12
        assert made.view.count(b"\xff\xd8\xff") == 1
        assert made.facts.has_other_pictures


class TestFacts:
    def test_facts_are_short_strings(self, made):
        assert made.facts == Facts(
            taken_at="2026-05-01 12:30:45 +07:00",
            camera="Pabrik Uji Kamera Uji 7",
            software="Uji 1.0",
            has_location=True,
            has_other_pictures=False,
        )

    def test_what_it_says_is_read_out_and_its_place_apart(self, made):
        assert made.metadata == {
            "taken": "2026-05-01 12:30:45 +07:00",
            "camera": "Pabrik Uji Kamera Uji 7",
            "software": "Uji 1.0",
            "orientation": "1",
            "dimensions": "64 × 48",
            "xmp": "yes",
        }
        assert made.location == "-6.17500, 106.81667"

    def test_a_number_that_leads_to_a_person_is_told_to_be_there_and_no_more(self):
        tags = Image.Exif()
        tags.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.BodySerialNumber] = "SN-0042"
        data = sample_files.encoded(sample_files.noise(), "JPEG", exif=tags.tobytes())
        made = make_picture_derivatives(data, "image/jpeg")
        assert made.metadata["serial"] == "yes"
        assert "SN-0042" not in str(made)

    @pytest.mark.parametrize(("latitude", "longitude"), [(0, None), (200, 10), (10, 200)])
    def test_a_place_that_is_none_is_left_out(self, latitude, longitude):
        tags, gps = Image.Exif(), ExifTags.GPS
        tags.get_ifd(ExifTags.IFD.GPSInfo)[gps.GPSLatitude] = (latitude, 0, 0)
        if longitude:
            tags.get_ifd(ExifTags.IFD.GPSInfo)[gps.GPSLongitude] = (longitude, 0, 0)
        data = sample_files.encoded(sample_files.noise(), "JPEG", exif=tags.tobytes())
        assert make_picture_derivatives(data, "image/jpeg").location == ""

    def test_a_second_picture_is_read_out_as_being_there(self):
        made = make_picture_derivatives(sample_files.jpeg_of_two(), "image/jpeg")
        assert made.metadata["mpf"] == "yes"

    def test_a_record_of_origin_is_read_out_as_being_there(self):
        box = b"jumdc2pa\0\x11\0\x10\x80\0\0\xaa\x008\x9bq"
        data = sample_files.bare_jpeg()
        data = data[:2] + b"\xff\xeb" + struct.pack(">H", len(box) + 2) + box + data[2:]
        assert make_picture_derivatives(data, "image/jpeg").metadata["c2pa"] == "yes"

    def test_a_picture_without_a_place_says_so(self):
        made = make_picture_derivatives(sample_files.jpeg(with_location=False), "image/jpeg")
        assert not made.facts.has_location

    def test_invisible_characters_of_a_camera_are_spelled_out(self):
        made = make_picture_derivatives(sample_files.jpeg(model="x\x1by\x07"), "image/jpeg")
        assert made.facts.camera == "Pabrik Uji x⟦U+001B⟧y⟦U+0007⟧"

    def test_a_long_text_is_cut(self):
        made = make_picture_derivatives(sample_files.jpeg(model="M" * 9000), "image/jpeg")
        assert len(made.facts.camera) <= 500

    def test_metadata_nobody_can_read_does_not_stop_the_picture(self):
        data = sample_files.encoded(
            sample_files.noise(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\x7f"
        )
        assert make_picture_derivatives(data, "image/jpeg").facts == Facts()


class TestRefusals:
    @pytest.mark.parametrize(
        ("data", "media_type"),
        [
            (sample_files.png_claiming(100_000, 100_000), "image/png"),
            (sample_files.png_claiming(8_000, 6_251), "image/png"),
            (sample_files.png_claiming(20_001, 10), "image/png"),
            (sample_files.jpeg_claiming(65_500, 65_500), "image/jpeg"),
            (sample_files.webp_claiming(16_383, 16_383), "image/webp"),
        ],
    )
    def test_a_bomb_is_refused_by_its_claim(self, data, media_type):
        assert refusal_of(data, media_type) is Reason.BOMB

    def test_a_picture_of_many_scans_is_refused(self):
        assert make_picture_derivatives(sample_files.jpeg_of_scans(20), "image/jpeg")
        assert refusal_of(sample_files.jpeg_of_scans(100)) is Reason.BOMB

    def test_a_comment_that_unpacks_without_end_is_refused(self):
        assert refusal_of(sample_files.png_with_huge_text(), "image/png") is Reason.DAMAGED

    @pytest.mark.parametrize("media_type", SAMPLES)
    @pytest.mark.parametrize("keep", [0.05, 0.6, 0.95])
    def test_a_truncated_picture_is_refused(self, media_type, keep):
        data = SAMPLES[media_type](200, 150)
        assert refusal_of(sample_files.truncated(data, keep=keep), media_type) is Reason.DAMAGED

    @pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff", sample_files.png(), sample_files.pdf()])
    def test_no_other_decoder_is_tried(self, data):
        assert refusal_of(data, "image/jpeg") is Reason.DAMAGED

    @pytest.mark.parametrize("media_type", ["image/tiff", "image/svg+xml", "video/mp4", "", "JPEG"])
    def test_other_types_are_not_decoded(self, media_type):
        assert refusal_of(sample_files.jpeg(), media_type) is Reason.WRONG_TYPE

    def test_a_file_above_the_limit_is_refused(self):
        assert refusal_of(bytes(LIMITS.input_bytes)) is Reason.TOO_LARGE


class TestAnswersAreNotBelieved:
    """What a taken-over child could send instead of `pack(made)`."""

    def description(self, made: Derivatives, **changes: object) -> bytes:
        body = pack(made)
        (length,) = struct.unpack_from(">I", body)
        text = json.dumps(json.loads(body[4 : 4 + length]) | changes).encode()
        return struct.pack(">I", len(text)) + text + body[4 + length :]

    def check(self, body: bytes) -> None:
        with pytest.raises(NotMade, match=Reason.BAD_ANSWER):
            check_derivatives(unpack(body))

    def test_what_the_child_packs_is_taken(self, made):
        assert check_derivatives(unpack(pack(made))) == made

    @pytest.mark.parametrize("cut", [0, 3, 4, 100, -1])
    def test_a_cut_answer_is_refused(self, made, cut):
        self.check(pack(made)[:cut])

    @pytest.mark.parametrize(
        "changes",
        [
            {"width": "64"},
            {"width": True},
            {"width": 0},
            {"height": 20_001},
            {"view_bytes": -1},
            {"facts": []},
            {"facts": {}},
            {"facts": asdict(Facts()) | {"more": ""}},
            {"more": 1},
        ],
    )
    def test_a_changed_description_is_refused(self, made, changes):
        self.check(self.description(made, **changes))

    def test_a_fact_of_another_type_is_refused(self, made):
        self.check(pack(replace(made, facts=replace(made.facts, camera=7))))

    @pytest.mark.parametrize(
        "text", [b"[" * 60_000, b"9" * 60_000, b"null", b"\xff", b" " * 65_537]
    )
    def test_a_hostile_description_is_refused(self, made, text):
        self.check(struct.pack(">I", len(text)) + text + made.preview + made.view)

    def test_a_description_above_64_kib_is_refused(self, made):
        body = pack(made)
        (length,) = struct.unpack_from(">I", body)
        text = body[4 : 4 + length].ljust(64 * 1024 + 1)
        self.check(struct.pack(">I", len(text)) + text + body[4 + length :])

    def test_negative_lengths_are_refused(self, made):
        both = len(made.view) + len(made.preview)
        with pytest.raises(NotMade, match=Reason.BAD_ANSWER):
            unpack(self.description(made, preview_bytes=-1, view_bytes=both + 1))

    def test_texts_are_made_harmless_whatever_the_child_did(self, made):
        body = pack(replace(made, facts=replace(made.facts, software="\u202e" + "x" * 600)))
        shown = check_derivatives(unpack(body)).facts.software
        assert shown == "⟦U+202E⟧" + "x" * 499

    @pytest.mark.parametrize(
        "view",
        [
            b"",
            sample_files.jpeg(),
            sample_files.png(),
            sample_files.bare_jpeg(1001, 20),
            sample_files.bare_jpeg() + b"PK",
            sample_files.bare_jpeg()[:-2],
            sample_files.encoded(sample_files.noise(), "JPEG", comment=b"x"),
            sample_files.encoded(sample_files.noise(), "JPEG", icc_profile=b"x" * 200),
        ],
    )
    def test_a_view_that_is_not_a_plain_jpeg_is_refused(self, made, view):
        self.check(pack(replace(made, view=view)))

    @pytest.mark.parametrize(
        "preview",
        [
            b"",
            sample_files.webp(24, 16),
            sample_files.encoded(sample_files.noise(25, 16), "WEBP", quality=0),
            sample_files.encoded(sample_files.noise(24, 55), "WEBP", quality=0),
            sample_files.encoded(sample_files.noise(24, 16), "WEBP", lossless=True),
            sample_files.encoded(sample_files.noise(24, 16), "WEBP", quality=0) + b"\0",
            sample_files.encoded(sample_files.noise(24, 54).resize((24, 54)), "WEBP", quality=100),
        ],
    )
    def test_a_preview_that_is_not_a_plain_small_webp_is_refused(self, made, preview):
        self.check(pack(replace(made, preview=preview)))

    def test_a_view_of_two_frames_is_refused(self, made):
        start = made.view.index(b"\xff\xc0")
        frame = made.view[start : start + 2 + int.from_bytes(made.view[start + 2 : start + 4])]
        self.check(pack(replace(made, view=made.view.replace(frame, frame + frame))))

    @pytest.mark.parametrize("at", [4, 16], ids=["file length", "chunk length"])
    def test_a_preview_with_another_length_inside_is_refused(self, made, at):
        preview = bytearray(made.preview)
        preview[at] ^= 4
        self.check(pack(replace(made, preview=bytes(preview))))

    def test_a_progressive_jpeg_is_plain_too(self):
        data = sample_files.encoded(sample_files.noise(), "JPEG", progressive=True)
        assert check_jpeg(data) == (64, 48)

    def test_sizes_are_read_from_the_pictures(self, made):
        assert (check_jpeg(made.view), check_webp(made.preview)) == ((64, 48), (24, 18))
