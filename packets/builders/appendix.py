"""The custody log as the report prints it: each act of a person by itself, routine summed up."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from packets.builders.content import PacketContent, PacketLogEntry
from packets.builders.glyphs import printable
from packets.builders.wording import ACTS, ROLES, counted, short

# What happens of itself whenever a case is worked on. Whatever is not named here, an act of a
# later version too, stands by itself.
ROUTINE: Final = frozenset(
    {
        "case.created",
        "case.gate.answered",
        "case.epoch.started",
        "case.record.added",
        "case.record.revised",
        "evidence.item.admitted",
        "evidence.item.checked",
        "evidence.item.derived",
        "evidence.item.held",
    }
)
# Whoever covers something stands by themselves; that the copy was made then is routine.
COPY_MADE: Final = ("evidence.item.redacted", "worker")
MARK: Final = 8
# About forty pages.
MOST_PRINTED: Final = 1000
NOT_SHOWN: Final = "rincian tidak ditampilkan"


def single_acts(content: PacketContent) -> tuple[list[dict[str, str]], int]:
    """Each access and each act about access, in the order of the log, and how many older ones are
    not among them: no log is too long for paper."""
    labels = {item.obj: item.label for item in content.evidence}
    acts = [each for each in content.log if not _is_routine(each)]
    printed = acts[-MOST_PRINTED:]
    return [_single(each, labels) for each in printed], len(acts) - len(printed)


def routine_acts(content: PacketContent) -> list[dict[str, str]]:
    """Each routine act by each actor: how often, first and last."""
    times: dict[tuple[str, str, str], list[datetime]] = {}
    for each in content.log:
        if _is_routine(each):
            key = (each.entry["act"], each.entry["role"], each.entry["actor"])
            times.setdefault(key, []).append(_moment(each))
    return [
        {
            "act": _act(act),
            "role": _role(role),
            "mark": actor[:MARK],
            "count": counted(len(moments)),
            "first": short(min(moments)),
            "last": short(max(moments)) if len(moments) > 1 else "",
        }
        for (act, role, actor), moments in times.items()
    ]


def _is_routine(each: PacketLogEntry) -> bool:
    entry = each.entry
    return entry["act"] in ROUTINE or (entry["act"], entry["role"]) == COPY_MADE


def _single(each: PacketLogEntry, labels: Mapping[str, str]) -> dict[str, str]:
    entry = each.entry
    return {
        "seq": entry["seq"],
        "time": short(_moment(each)),
        "act": _act(entry["act"]),
        "item": labels.get(entry["obj"], ""),
        "role": _role(entry["role"]),
        "mark": entry["actor"][:MARK],
        "reason": _reason(each),
    }


def _reason(each: PacketLogEntry) -> str:
    """Why it was done, and to whom access was given or taken."""
    if each.details is None:
        return NOT_SHOWN
    told = (each.details.get(name, "") for name in ("organization", "member", "reason"))
    return "; ".join(printable(str(value)).strip() for value in told if value)


def _moment(each: PacketLogEntry) -> datetime:
    return datetime.fromisoformat(each.entry["ts"])


def _act(act: str) -> str:
    return ACTS.get(act, printable(act))


def _role(role: str) -> str:
    return ROLES.get(role, printable(role))
