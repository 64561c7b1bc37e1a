"""Which characters the report's typefaces can show, and what stands for those they cannot.

PDF/A refuses a character without a glyph. The typefaces are those inside Typst, so that every
machine makes the same pages; a test sets each character below.
"""

from functools import cache
from typing import Final

COVERED: Final = """
    20-7E A0-AC AE-34E 350-377 37A-37F 384-38A 38C 38E-3A1 3A3-484 487-4FF 510-513 51A-51D
    531-556 559-58A 58D-58F 591-5C7 5D0-5EA 5EF-5F4 606-60C 615 61B 61F 621-63A 640-64A 65A
    660-66D 674 679-67B 67E-680 683-684 686-687 691 698 6A4 6A9 6AF 6BE 6CC 6F0-6F9 900-950
    955-97F E3F E81-E82 E84 E87-E88 E8A E8D E94-E97 E99-E9F EA1-EA3 EA5 EA7 EAA-EAB EAD-EB9
    EBB-EBC EC8-ECD 10D0-10FF 13A0-13F5 13F8-13FD 17C1-17C3 1D00-1DBF 1E00-1F15 1F18-1F1D
    1F20-1F45 1F48-1F4D 1F50-1F57 1F59 1F5B 1F5D 1F5F-1F7D 1F80-1FB4 1FB6-1FC4 1FC6-1FD3
    1FD6-1FDB 1FDD-1FEF 1FF2-1FF4 1FF6-1FFE 2000-200A 2010-2027 202F-2040 2042 2044-2052
    2054-205F 2070-2071 2074-208E 2090-209C 20A0-20C0 2100-211E 2120 2122 2124 2126-2151
    2153-2184 2189 2190-23FF 2422-2423 2460-2606 2609-262F 2638-268B 2690-269C 26A0-26A7
    26AA-26AF 26B2 2701-2704 2706-2709 270C-2714 2717-2726 272A-274B 274D 274F-2752 2756
    2758-275E 2761-277F 2794 2798-27AF 27B1-2B73 2B76-2B95 2B97-2BFF 2C60-2CF3 2CF9-2CFF
    2E02-2E05 2E08-2E0A 2E17-2E18 2E1F 2E22-2E25 2E2E 3000 3012 3016-3017 301A-301B 302E-3030
    3036 306E A640-A641 A648-A649 A656-A657 A708-A716 A71B-A727 A72D A730 A735 A765 A789-A78E
    A790-A791 A793 A7AA A7F8-A7F9 FB00-FB06 FB13-FB17 FB1D-FB36 FB38-FB3C FB3E FB40-FB41
    FB43-FB44 FB46-FB4F FB52-FB81 FB8A-FB95 FB9E-FB9F FBAA-FBAD FBE8-FBE9 FBFC-FBFF FE2E-FE2F
    FE66 FE70-FE74 FE76-FEFC FFFD 1D400-1D454 1D456-1D49C 1D49E-1D49F 1D4A2 1D4A5-1D4A6
    1D4A9-1D4AC 1D4AE-1D4B9 1D4BB 1D4BD-1D4C3 1D4C5-1D505 1D507-1D50A 1D50D-1D514 1D516-1D51C
    1D51E-1D539 1D53B-1D53E 1D540-1D544 1D546 1D54A-1D550 1D552-1D6A5 1D6A8-1D7CB 1D7CE-1D7FF
    1F12F 1F6D1 1F780-1F7D8 1F7E0-1F7EB 1F800-1F80B 1F810-1F847 1F850-1F859 1F860-1F887
    1F890-1F8AD 1F8B0-1F8B1
"""
# What stands in for an emoji that is often written; others have their number.
EMOJI: Final = {
    "😀": "wajah tersenyum lebar",
    "😁": "wajah menyeringai",
    "😂": "tertawa sampai menangis",
    "🤣": "tertawa terguling",
    "😃": "wajah gembira",
    "😄": "wajah gembira",
    "😅": "tertawa canggung",
    "😆": "tertawa lepas",
    "😉": "kedipan mata",
    "😊": "senyum tersipu",
    "😋": "menjilat bibir",
    "😍": "mata hati",
    "😎": "kacamata hitam",
    "😏": "senyum sinis",
    "😐": "wajah datar",
    "😒": "wajah tidak senang",
    "😔": "wajah murung",
    "😘": "memberi ciuman",
    "😜": "menjulurkan lidah",
    "😞": "wajah kecewa",
    "😠": "wajah marah",
    "😡": "wajah sangat marah",
    "😢": "wajah menangis",
    "😤": "mendengus kesal",
    "😨": "wajah takut",
    "😩": "wajah letih",
    "😭": "menangis keras",
    "😱": "menjerit ketakutan",
    "😳": "wajah malu",
    "😴": "wajah tidur",
    "😈": "senyum setan",
    "👿": "setan marah",
    "💀": "tengkorak",
    "🤬": "memaki",
    "🤫": "isyarat diam",
    "🤔": "wajah berpikir",
    "🥺": "wajah memohon",
    "🙏": "tangan terkatup",
    "👍": "jempol",
    "👎": "jempol ke bawah",
    "👊": "kepalan tangan",
    "💪": "lengan berotot",
    "🖕": "jari tengah",
    "🔪": "pisau",
    "🔫": "pistol",
    "💔": "hati retak",
    "💣": "bom",
    "🔥": "api",
    "🔞": "hanya dewasa",
    "🍆": "terung",
    "🍑": "persik",
    "💦": "percikan air",
    "📷": "kamera",
    "📸": "kamera",
    "💰": "kantong uang",
    "💸": "uang terbang",
}
# Joiners and variation selectors only choose between pictures of the same emoji.
_SILENT: Final = frozenset({0x200C, 0x200D, *range(0xFE00, 0xFE10)})
_BLANKS: Final = {"\t": " ", "\r\n": "\n", "\r": "\n"}


def printable(text: str) -> str:
    """The text with the Indonesian name or the number of what cannot be shown between angle quotes.

    What turns or hides text, such as U+202E, is named too: a file name shows as it is stored.
    """
    for blank, plain in _BLANKS.items():
        text = text.replace(blank, plain)
    return "".join(map(_shown, text))


@cache
def covered() -> frozenset[int]:
    ranges = (part.partition("-") for part in COVERED.split())
    pairs = ((int(first, 16), int(last or first, 16)) for first, _, last in ranges)
    return frozenset(point for first, last in pairs for point in range(first, last + 1))


def _shown(char: str) -> str:
    point = ord(char)
    if char == "\n" or point in covered():
        return char
    if point in _SILENT:
        return ""
    return f"‹{EMOJI.get(char, f'U+{point:04X}')}›"
