"""What can be done with custody logs: written and erased, put into checkpoints, stamped in time."""

from custody.services.checkpoints import make_checkpoint
from custody.services.log import LogActor, erase_log, open_log, record
from custody.services.stamping import ask_authorities

__all__ = [
    "LogActor",
    "ask_authorities",
    "erase_log",
    "make_checkpoint",
    "open_log",
    "record",
]
