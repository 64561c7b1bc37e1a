"""What is done on the two hosts of a restore: `python -m tests.kbgo.step NAME`."""

from typing import Any

from django.apps import apps
from django.db import connections

from accounts.actors import InHand, actor_for
from accounts.services import enter_with_words
from cases.models import Case
from cases.reading import incidents_of
from cases.sealing import keys_of
from custody.reading import check_chain_holds
from evidence.models import EvidenceItem
from kbgo.backup.dumps import snapshot
from tests.cast import make_cast
from tests.jobs.casework import keep_file, original, write_note

ITEMS = 20


def fill() -> dict[str, str]:
    """Ani's shared case with a note and twenty files."""
    cast = make_cast()
    write_note(cast.ani, cast.case, "Catatan")
    for number in range(ITEMS):
        keep_file(cast.ani, cast.case, f"baris {number}\n".encode(), name=f"{number}.txt")
    return {"words": cast.ani.secret, "case": str(cast.case.id)}


def opened(words: str) -> dict[str, Any]:
    """Her words open her notes, her files and the whole log; she can go on where she was."""
    unlocked = enter_with_words(words, "somewhere")
    actor = actor_for(unlocked.user, InHand(unlocked.key))
    keys = keys_of(actor, Case.objects.visible_to(actor).get())
    items = EvidenceItem.objects.visible_to(actor).order_by("number")
    return {
        "notes": [one.details.note for one in incidents_of(keys)],
        "files": [original(keys, item).decode() for item in items],
        "log": check_chain_holds(keys.case.id, keys.logs),
        "rows": sum(model._base_manager.count() for model in _kept_models()),
    }


def _kept_models() -> list[Any]:
    fleeting = {"Session", "Throttle", "WorkerKey", "Job", "JobGrant", "ReportPacket"}
    return [model for model in apps.get_models() if model.__name__ not in fleeting]


def add_one(words: str) -> str:
    """A file more: ids go on after those that were put back."""
    from tests.cast import Person

    person = Person("Ani", enter_with_words(words, "somewhere"), words)
    [case] = Case.objects.visible_to(person.actor)
    return keep_file(person, case, b"satu lagi\n", name="lagi.txt").label


def snapshot_holds() -> list[int]:
    """Rows in a snapshot, before and after somebody else wrote, and outside of it."""
    model, counts = apps.get_model("cases", "ShredSecret"), []
    other = connections["shred"].copy("other")
    with snapshot("shred"):
        counts.append(model.objects.count())
        _write_as(other)
        counts.append(model.objects.count())
    counts.append(model.objects.count())
    other.close()
    return counts


def _write_as(connection: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO shred_secret (case_id, secret) VALUES (%s, %s)",
            ["0123456789abcdef0123456789abcdef", b"s" * 32],
        )
