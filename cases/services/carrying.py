"""Whether words of hers carry a picture or a file in letters, where none may be here."""

import json

from cases.reading import gate_of
from cases.sealing import HeldKeys
from core.carriers import carries_file
from resources.plan import images_allowed


def carries_what_is_shut_out(keys: HeldKeys, content: object) -> bool:
    """By its content as JSON. Her answers are read only for the few texts that look like a file."""
    text = json.dumps(content, ensure_ascii=False).encode(errors="replace")
    return carries_file(text) and not images_allowed(gate_of(keys))
