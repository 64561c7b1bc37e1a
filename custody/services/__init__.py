"""What can be done with custody logs: written and erased, put into checkpoints, stamped in time."""

from custody.services.checkpoints import make_checkpoint
from custody.services.log import LogActor, erase_log, open_log, record
from custody.services.stamping import ask_authorities, wait_for_stamps

__all__ = [
    "LogActor",
    "ask_authorities",
    "erase_log",
    "make_checkpoint",
    "open_log",
    "record",
    "wait_for_stamps",
]
