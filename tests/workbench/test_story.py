"""The workbench from beginning to end, through the pages alone."""

from dataclasses import replace

from django.test import Client
from django.urls import reverse

from cases.models import Assignment
from cases.services import unassign_case
from jobs.services import make_worker_key
from resources.services import load_resources
from tests.jobs.casework import PICTURE, keep_file
from tests.workbench.desk import Desk, browser_of, lay_out, text_of


def on_nobodys_desk() -> Desk:
    """Ani's case with a picture, opened to LBH Satu; nobody works on it any more."""
    load_resources()
    make_worker_key()
    desk = lay_out()
    lina = desk.people.lina
    unassign_case(lina.actor, lina.keys(desk.case), Assignment.objects.get(case=desk.case))
    return replace(desk, item=keep_file(desk.people.ani, desk.case))


def test_from_assignment_to_the_owners_last_word(db: None) -> None:
    """Lina assigns the case to Budi. He reads it, with blurred previews, looks at one picture and
    downloads it, each with a reason. Ani reads both in her log and takes the case back: his next
    request finds nothing."""
    desk = on_nobodys_desk()
    lina, budi, ani = (browser_of(desk.people.everybody[n]) for n in ("lina", "budi", "ani"))
    assert budi.get(desk.page("case")).status_code == 404
    lina.post(desk.page("assign"), {"member": desk.people.budi.membership.id})
    page = text_of(budi, desk.page("case"))
    assert "Dia mengancam." in page
    assert 'src="data:image/webp' in page
    look_and_fetch(desk, budi)
    log = text_of(ani, reverse("cases:log", args=[desk.case.ref]))
    for told in ("LBH Satu · Budi", "Untuk surat ke platform", "Diminta penyidik"):
        assert told in log
    take_back(desk, ani)
    assert budi.get(desk.page("case")).status_code == 404
    assert lina.get(desk.page("case")).status_code == 404


def look_and_fetch(desk: Desk, budi: Client) -> None:
    budi.post(desk.item_page("reveal"), {"reason": "Untuk surat ke platform"})
    assert 'src="data:image/jpeg' in text_of(budi, desk.item_page("item"))
    answer = budi.post(desk.item_page("download"), {"reason": "Diminta penyidik"})
    assert b"".join(answer.streaming_content) == PICTURE


def take_back(desk: Desk, ani: Client) -> None:
    grant = desk.case.grants.get()
    ani.post(reverse("cases:take-back", args=[desk.case.ref, grant.ref]))
    grant.refresh_from_db()
    assert grant.revoked_at is not None
