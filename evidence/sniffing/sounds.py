"""Sounds without a container: frames that follow one another, each with a header. Pure."""

from evidence.sniffing.kinds import AAC, MP3, Sniffed

# ISO/IEC 11172-3, 2.4.2.3, and 13818-3: kbit/s of layer III by version and index.
RATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
RATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
SAMPLES_A_SECOND = {
    3: (44_100, 48_000, 32_000),
    2: (22_050, 24_000, 16_000),
    0: (11_025, 12_000, 8_000),
}
VERSION_1, LAYER_3 = 3, 1
ID3_HEADER_BYTES = 10


def by_frames(head: bytes) -> Sniffed | None:
    if _is_tagged(head):
        return MP3
    for kind, length_of in ((MP3, _mp3_frame), (AAC, _aac_frame)):
        length = length_of(head)
        if length and length_of(head[length:]):
            return kind
    return None


def _is_tagged(head: bytes) -> bool:
    """ID3v2, 3.1: what a player writes in front of the first frame."""
    if head[:3] != b"ID3" or len(head) < ID3_HEADER_BYTES:
        return False
    has_size = all(one < 0x80 for one in head[6:ID3_HEADER_BYTES])
    return head[3] in (2, 3, 4) and not head[5] & 0x0F and has_size


def _mp3_frame(head: bytes) -> int:
    """The length of a frame of layer III at the beginning; 0 where none is."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return 0
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    rate, samples = head[2] >> 4, head[2] >> 2 & 3
    if layer != LAYER_3 or version not in SAMPLES_A_SECOND or rate in (0, 15) or samples == 3:
        return 0
    bits = (RATES_1 if version == VERSION_1 else RATES_2)[rate] * 1000
    factor = 144 if version == VERSION_1 else 72
    return factor * bits // SAMPLES_A_SECOND[version][samples] + (head[2] >> 1 & 1)


def _aac_frame(head: bytes) -> int:
    """The length of an ADTS frame (ISO/IEC 13818-7, 6.2) at the beginning; 0 where none is."""
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0:
        return 0
    length = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    return length if length > 7 else 0
