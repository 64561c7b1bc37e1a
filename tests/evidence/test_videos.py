"""Strips of frames: pixels and nothing else, from good, damaged and hostile videos."""

import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from evidence.sandbox.contract import MEBIBYTE, NotMade, Reason
from evidence.sandbox.picture_answer import METADATA_MOST, STRIP_SIZE, Derivatives, pack, unpack
from evidence.sandbox.pictures import check_derivatives
from evidence.sandbox.videos import LIMITS, make_video_derivatives
from tests import sample_files, sample_videos
from tests.sample_files import noise
from tests.sample_videos import FRAGMENTED, video, video_claiming

ROOT = Path(__file__).parents[2]
MP4, WEBM, MKV = "video/mp4", "video/webm", "video/x-matroska"
# What one child took, from a small process: a child's peak starts from that of its parent.
COST = """
import json, resource, sys
from evidence.sandbox.videos import make_video_derivatives
from evidence.sandbox.pictures import make_picture_derivatives
maker = {"video": make_video_derivatives, "picture": make_picture_derivatives}[sys.argv[1]]
maker(iter(lambda: sys.stdin.buffer.read(1 << 20), b""), sys.argv[2])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([used.ru_maxrss / 1024, used.ru_utime + used.ru_stime]))
"""


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def refusal_of(data: bytes, media_type: str = MP4) -> Reason:
    with pytest.raises(NotMade) as refusal:
        make_video_derivatives(data, media_type)
    return refusal.value.reason


def cost_of(maker: str, data: bytes, media_type: str) -> tuple[float, float]:
    """Peak memory in MiB and seconds of processor time."""
    line = [sys.executable, "-c", COST, maker, media_type]
    done = subprocess.run(line, cwd=ROOT, input=data, capture_output=True, check=True)
    memory, seconds = json.loads(done.stdout)
    return memory, seconds


@pytest.fixture(scope="module")
def made() -> Derivatives:
    told = {"artist": "<b>x\u202e", "creation_time": "2026-05-01T12:30:45Z"}
    told |= {"location": "-06.1750+106.8166/", "com.apple.quicktime.model": "Kamera Uji 7"}
    return make_video_derivatives(video(frames=180, metadata=told), MP4)


class TestGoodVideos:
    @pytest.mark.parametrize(
        ("codec", "container", "media_type"),
        [
            ("libx264", "mp4", MP4),
            ("libx265", "mp4", MP4),
            ("mpeg4", "mov", "video/quicktime"),
            ("h263", "3gp", "video/3gpp"),
            ("libvpx", "webm", WEBM),
            ("libvpx-vp9", "webm", WEBM),
            ("libsvtav1", "mp4", MP4),
            ("libx264", "matroska", MKV),
        ],
    )
    def test_each_decoder_on_the_list_gives_a_strip(self, codec, container, media_type):
        data = video(codec, container, frames=30, size=(176, 144))
        made = make_video_derivatives(data, media_type)
        strip = opened(made.view)
        assert (strip.format, strip.mode, strip.size) == ("JPEG", "RGB", (480, 262))
        assert (made.width, made.height) == (176, 144)

    def test_the_strip_goes_through_the_whole_of_it(self, made):
        strip = opened(made.view)
        assert strip.size == (480, 240)
        for second in range(6):
            row, column = divmod(second, 3)
            shown = strip.crop((column * 160, row * 120, column * 160 + 160, row * 120 + 120))
            expected = noise(320, 240, seed=1 + second).resize((160, 120), Image.Resampling.BOX)
            assert distance(shown, expected) < 20

    def test_the_preview_is_like_that_of_a_picture(self, made):
        preview = opened(made.preview)
        assert (preview.format, preview.size) == ("WEBP", (24, 18))
        assert len(made.preview) <= 302

    def test_one_without_key_frames_on_the_way_is_gone_through_too(self):
        made = make_video_derivatives(video(frames=180, gop=1000), MP4)
        assert opened(made.view).size == (480, 240)

    @pytest.mark.parametrize(
        ("frames", "size"), [(1, (160, 120)), (2, (320, 120)), (3, (480, 120))]
    )
    def test_a_very_short_one_gives_what_it_has(self, frames, size):
        assert opened(make_video_derivatives(video(frames=frames), MP4).view).size == size

    def test_one_that_is_written_in_pieces_is_taken(self):
        made = make_video_derivatives(video(movflags=FRAGMENTED), MP4)
        assert opened(made.view).size[0] == 480

    def test_it_is_seen_upright(self):
        made = make_video_derivatives(sample_videos.portrait_video(), MP4)
        strip = opened(made.view)
        assert (made.width, made.height, made.metadata["rotation"]) == (48, 64, "90°")
        assert (strip.getpixel((40, 30))[0] > 200, strip.getpixel((5, 30))[0] < 50) == (True, True)

    @pytest.mark.parametrize("size", [(64, 1800), (1800, 64), (16, 16)])
    def test_every_shape_fits(self, size):
        strip = opened(make_video_derivatives(video(size=size, frames=30), MP4).view)
        assert strip.width <= STRIP_SIZE[0]
        assert strip.height <= STRIP_SIZE[1]

    def test_ten_thousand_frames_are_gone_through(self):
        data = video("mpeg4", frames=10_000, size=(32, 32))
        made = make_video_derivatives(data, MP4)
        assert opened(made.view).size == (96, 64)
        assert made.metadata["duration"] == "0:05:33"


def distance(one: Image.Image, other: Image.Image) -> float:
    pairs = zip(one.convert("RGB").tobytes(), other.convert("RGB").tobytes(), strict=True)
    return sum(abs(a - b) for a, b in pairs) / (one.width * one.height * 3)


class TestWhatItSays:
    def test_facts_are_short_strings(self, made):
        assert made.facts.taken_at == "2026-05-01 12:30:45 UTC"
        assert made.facts.camera == "Kamera Uji 7"
        assert made.facts.has_location

    def test_markup_stays_and_what_is_invisible_is_spelled_out(self, made):
        assert made.metadata["author"] == "<b>x⟦U+202E⟧"
        assert made.metadata["dimensions"] == "320 × 240"
        assert (made.metadata["codec"], made.metadata["duration"]) == ("h264", "0:00:06")

    def test_the_place_stands_apart(self, made):
        assert made.location == "-6.17500, 106.81660"
        assert not any("106.8" in text for text in made.metadata.values())

    def test_nothing_it_says_is_left_in_the_pictures(self, made):
        assert b"Kamera" not in made.view + made.preview
        assert opened(made.view).getexif() == {}


class TestRefusals:
    @pytest.mark.parametrize(
        ("codec", "container", "media_type"),
        [("mpeg2video", "mp4", MP4), ("ffv1", "matroska", MKV)],
    )
    def test_no_other_decoder_is_used(self, codec, container, media_type):
        data = video(codec, container, frames=5)
        assert refusal_of(data, media_type) is Reason.WRONG_TYPE

    @pytest.mark.parametrize("media_type", ["image/jpeg", "video/x-flv", "", "mov"])
    def test_no_other_container_is_tried(self, media_type):
        assert refusal_of(video(frames=5), media_type) is Reason.WRONG_TYPE

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            sample_files.jpeg(),
            sample_videos.sound(),
            video(frames=0),
            video()[:10_000],
            video("libvpx-vp9", "webm", frames=5),
        ],
        ids=["empty", "a picture", "sound alone", "no frames", "cut", "another container"],
    )
    def test_where_no_frame_comes_out_there_is_no_strip(self, data):
        assert refusal_of(data) is Reason.DAMAGED

    def test_half_of_one_in_pieces_gives_the_frames_it_has(self):
        data = video(movflags=FRAGMENTED)
        assert opened(make_video_derivatives(data[: len(data) // 2], MP4).view).width >= 160

    @pytest.mark.parametrize("size", [(16_383, 16_383), (8_000, 6_300)])
    def test_one_above_the_size_is_refused_by_its_claim(self, size):
        assert refusal_of(video_claiming(*size), WEBM) is Reason.BOMB

    def test_frames_that_grow_on_the_way_are_passed_over(self):
        data = video_claiming(16_383, 16_383, first_frame=False)
        made = make_video_derivatives(data, WEBM)
        assert (made.width, made.height, opened(made.view).height) == (320, 288, 144)

    def test_a_source_that_fails_passes_through(self):
        def source():
            yield video(frames=5)
            raise LookupError("damaged blob")

        with pytest.raises(LookupError):
            make_video_derivatives(source(), MP4)


class TestLimits:
    def test_a_file_is_held_once(self):
        data = sample_videos.filled(video(frames=60, size=(1280, 720)), 200 * MEBIBYTE)
        memory, _ = cost_of("video", data, MP4)
        assert memory < 200 * 1.13 + 150

    def test_frames_without_a_key_frame_are_not_decoded_without_end(self):
        data = video(frames=4000, size=(32, 32), gop=10_000)
        memory, seconds = cost_of("video", data, MP4)
        assert (memory < 150, seconds < LIMITS.cpu_seconds) == (True, True)

    def test_a_large_photograph_stays_within_150_mib(self):
        memory, _ = cost_of("picture", sample_files.bare_jpeg(4000, 3000), "image/jpeg")
        assert memory < 150

    def test_a_file_above_the_limit_is_refused(self):
        pieces = (bytes(MEBIBYTE) for _ in range(501))
        with pytest.raises(NotMade, match=Reason.TOO_LARGE):
            make_video_derivatives(pieces, MP4)


class TestAnswersAreNotBelieved:
    def check(self, made: Derivatives) -> None:
        with pytest.raises(NotMade, match=Reason.BAD_ANSWER):
            check_derivatives(unpack(pack(made)), STRIP_SIZE)

    def test_what_the_child_packs_is_taken(self, made):
        assert check_derivatives(unpack(pack(made)), STRIP_SIZE) == made

    @pytest.mark.parametrize("size", [(481, 100), (100, 641)])
    def test_a_strip_above_its_size_is_refused(self, made, size):
        self.check(replace(made, view=sample_files.bare_jpeg(*size)))

    def test_a_strip_that_is_no_plain_jpeg_is_refused(self, made):
        self.check(replace(made, view=sample_files.jpeg()))

    @pytest.mark.parametrize(
        "metadata", [{"gps": "x"}, {"taken": 7}, {"taken": ["x"]}, {"taken": None}]
    )
    def test_a_read_out_of_another_shape_is_refused(self, made, metadata):
        self.check(replace(made, metadata=metadata))

    def test_too_many_things_said_are_refused(self, made):
        self.check(replace(made, metadata={f"n{one}": "" for one in range(METADATA_MOST + 1)}))

    def test_a_place_that_is_no_text_is_refused(self, made):
        self.check(replace(made, location=106.8))

    def test_texts_are_made_harmless_whatever_the_child_did(self, made):
        long = replace(made, metadata={"camera": "\u202e" + "x" * 600}, location="\x1b" * 600)
        shown = check_derivatives(unpack(pack(long)), STRIP_SIZE)
        assert shown.metadata["camera"] == "⟦U+202E⟧" + "x" * 499
        assert shown.location == "⟦U+001B⟧" * 500


def test_importing_the_parent_side_loads_no_decoder():
    code = "import sys, evidence.sandbox.videos; print({'PIL', 'av'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout == b"set()\n"
