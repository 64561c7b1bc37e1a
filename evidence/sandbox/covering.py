"""Make the copy of a picture in which parts are covered, without ever decoding it here."""

import json
from collections.abc import Sequence

from evidence.covers import Box
from evidence.sandbox.contract import NotMade, Reason
from evidence.sandbox.picture_answer import VIEW_SIDE
from evidence.sandbox.picture_checks import check_jpeg
from evidence.sandbox.pictures import LIMITS_FOR
from evidence.sandbox.run import run_confined

CHILD = "evidence.sandbox.cover_child"


def make_covered_copy(source: bytes, media_type: str, boxes: Sequence[Box]) -> bytes:
    """A JPEG of at most 1000 pixels, upright, in which the boxes are filled with one colour.

    Two pictures that differ under the boxes alone have the same copy, byte for byte. Raises
    NotMade, whose reason can be stored.
    """
    limits = LIMITS_FOR.get(media_type)
    if limits is None:
        raise NotMade(Reason.WRONG_TYPE)
    numbers = json.dumps([box.numbers for box in boxes]).encode()
    head = b"%b\n%b\n" % (media_type.encode(), numbers)
    copy = run_confined(CHILD, iter((head, source)), limits=limits)
    if max(check_jpeg(copy)) > VIEW_SIDE:
        raise NotMade(Reason.BAD_ANSWER)
    return copy
