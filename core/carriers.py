"""Find pictures and files that a text carries in letters, so that a shut gate is one for them too.

Pure. What a viewer opens as something else by its beginning is no text at all; what a text only
carries (a mail's attachment, a `data:` address, base64, hex) is looked for to its end. None of
this stops somebody who hides a picture on purpose: it stops what programs write and people send.
"""

import re
from typing import Final

# White space, end of transmission, and the byte order mark of UTF-8, which may stand before a text.
BLANK: Final = b" \t\n\v\f\r\x04\xef\xbb\xbf"

# WHATWG MIME Sniffing, 7.1, and what opens as a drawing or a document besides HTML.
_BEGINS_OTHERWISE: Final = re.compile(
    rb"""
    < (?: ! (?: -- | [a-z\[] ) | \? [a-z]
        | (?: [a-z][\w.-]*: )? svg
        | (?: html | head | body | title | meta | link | script | style | iframe | object | embed
            | img | picture | video | audio | canvas | h[1-6] | div | font | table | center | form
            | span | pre | [abp] | br | hr ) (?= [\s>/] )
        | [a-z] [^<>]*? \s xmlns )
    | \{ (?: \\\* )? \\rt                       # RTF: readers are content with less than \rtf1
    | %!                                       # PostScript
    | (?-i: P[1-6] ) (?: \s*\# | \s+\d+\s+\d )  # PNM in letters, with or without a comment first
    | (?-i: P7 ) \s+ (?: \# | width )
    | GIF8 | /\* \s* XPM | ! \s* XPM2 | \#define \s+ \w+_width \s
    """,
    re.IGNORECASE | re.VERBOSE,
)

# What a text carries in words of its own; small letters, as they stand behind a line's end.
_NEEDLES: Final = (
    b"%pdf-",
    b"%!ps-adobe",
    b"{\\rtf",
    b"<svg",
    b"<img ",
    *(b"data:" + kind for kind in (b"image/", b"video/", b"audio/", b"application/", b"text/html")),
    b";base64,",
    *(b"\n" + name for name in (b"mime-version:", b"content-type:", b"content-disposition:")),
    b"\ncontent-transfer-encoding:",
    b"\n=ybegin ",
)
_UUENCODED: Final = re.compile(rb"\nbegin(?:-base64)? [0-7]{3,4} ")

# A KiB of content in base64 and in hex: less is a symbol, more is at least a thumbnail.
_LETTERS_OF_A_KIB: Final = 1366
# Lines of a program's making are long; the longest words of people have some 25 letters. Each of
# the two begins where its signs begin and gives nothing back, so that looking for it is linear.
_BASE64: Final = re.compile(
    rb"""(?<![A-Za-z0-9+/_\\-])(?:[A-Za-z0-9+/_\\-]{30,}+[ \t\r\n"'=,>+]{0,8}+)++"""
)
_HEX: Final = re.compile(rb"(?<![0-9a-f])[0-9a-f]{2048,}+")
# What may stand between two bytes in hex, and in "0x" and the like before them.
_BETWEEN_HEX: Final = b" \t\r\n,:;'\"\\-x"
# Laughter and drawn lines have few letters, lists of numbers no more than ten.
_MIXED_LETTERS, _MIXED_DIGITS = 32, 14

# Nothing that is looked for needs more to be seen: hex, six signs for each byte of a KiB.
SEEN_TOGETHER: Final = 8 * 1024


def begins_otherwise(head: bytes) -> bool:
    """Whether a viewer would open what begins like this as a page, a drawing or a document."""
    return _BEGINS_OTHERWISE.match(head.lstrip(BLANK)) is not None


def carries_file(text: bytes) -> bool:
    """Whether something in it is a file in letters. Time grows with the text alone, and what there
    is shows in any SEEN_TOGETHER bytes of it."""
    small = b"\n" + text.lower()
    return (
        any(needle in small for needle in _NEEDLES)
        or _UUENCODED.search(small) is not None
        or _holds_base64(text)
        or _holds_hex(small)
    )


def _holds_base64(text: bytes) -> bool:
    return any(
        len(run[0]) >= _LETTERS_OF_A_KIB and len(set(run[0])) >= _MIXED_LETTERS
        for run in _BASE64.finditer(text)
    )


def _holds_hex(small: bytes) -> bool:
    together = small.translate(None, _BETWEEN_HEX)
    return any(len(set(run[0])) >= _MIXED_DIGITS for run in _HEX.finditer(together))
