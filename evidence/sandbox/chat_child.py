"""Read one hostile chat export, inside the sandbox.

The payload is a line of JSON, with the file's name and which of its chats is wanted, and the file.
A transcript comes out, or the reason why there is none.
"""

import codecs
import gc
import json

from evidence.chats.formats import read_export
from evidence.chats.messages import NotRead, Unreadable
from evidence.chats.transcript import pack
from evidence.sandbox.chat_answer import ANSWER_MAX_BYTES, pack_not_read
from evidence.sandbox.contract import NotMade, Reason

# Codecs are loaded when first used, and once confined nothing can be.
for encoding in ("utf-8", "utf-16-le", "utf-16-be", "latin-1"):
    codecs.lookup(encoding)


def answer(payload: bytes) -> bytes:
    """Raises NotMade: DAMAGED for whatever a parser raises that it may not."""
    # Entries refer to nothing, so there is nothing to collect in a process that ends with them.
    gc.disable()
    asked, _, data = payload.partition(b"\n")
    name, thread = json.loads(asked)
    try:
        reading = read_export(name, data, thread)
        threads = [(each.id, each.title, each.count) for each in reading.threads]
        packed = pack(reading.format_id, reading.version, reading.entries, threads)
    except NotRead as refusal:
        return pack_not_read(refusal.reason)
    except MemoryError:
        raise
    except Exception as fault:
        raise NotMade(Reason.DAMAGED) from fault
    is_too_large = len(packed) > ANSWER_MAX_BYTES
    return pack_not_read(Unreadable.TOO_LARGE) if is_too_large else packed
