"""What a thief opens, by what she took: the table of `docs/threat-model.md`, tried out."""

from base64 import urlsafe_b64decode
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.db import models
from django.test import Client

from accounts.models import OrganizationKeyWrap, Session
from cases.models import Case, CaseKeyWrap, ShredSecret
from cases.services import revoke_grant
from jobs.models import JobGrant
from jobs.sealing import KEY_FILE
from jobs.services import make_worker_key
from packets.models import ReportPacket
from tests.cast import Cast, client_of, make_cast
from tests.drills.thief import (
    Loot,
    SessionRow,
    Thief,
    Wrap,
    is_sealed,
    is_wrap,
    job_context,
    secrets_among,
)
from tests.jobs.casework import keep_file, write_note
from tests.jobs.packetwork import ask, build
from tests.kbgo.backups import files_in, own_folders
from vault.keys import WrapContext

pytestmark = pytest.mark.django_db
NOTE = "Catatan yang tidak boleh terbaca"
EMAIL = b"budi@contoh.id"

DATABASE, BLOBS, SHRED, BROKER = "database", "blobs", "shred database", "broker"
PEPPER, COOKIES, HALF, NEW_HALF = "pepper", "cookies", "server half", "server half after restart"
WORKER = "worker key"
SIGNATURE_BYTES = 64

SESSION, PROFILE, WRAPS = (
    "account_session.sealed",
    "account_user.sealed_profile",
    "case_key_wrap.wrapped",
)
PACKET_KEY, GRANT, BLOB = "report_packet.wrapped_key", "job_grant.sealed", "blob"
DETAILS, RECORDS = "evidence_item.sealed_details", "case_record_revision.sealed"
LOG = {"custody_event.sealed_entry", "custody_event.sealed_details"}
FILE_KEYS = {"evidence_item.sealed_key", "evidence_derivative.sealed_key"}
PACKET = {"report_packet.sealed_manifest", "report_packet.sealed_outcome"}
UNLOCKED = {SESSION, WRAPS, PACKET_KEY}
OF_THE_CASE = {DETAILS, RECORDS, *LOG, *FILE_KEYS, *PACKET}

# What was taken, and every place where something opens with it.
TABLE: dict[str, tuple[set[str], set[str]]] = {
    "database": ({DATABASE}, set()),
    "database and blobs": ({DATABASE, BLOBS}, set()),
    "and the broker": ({DATABASE, BLOBS, BROKER}, set()),
    "and the pepper": ({DATABASE, BLOBS, BROKER, PEPPER}, {PROFILE}),
    "and the shred database": ({DATABASE, BLOBS, BROKER, PEPPER, SHRED}, {PROFILE}),
    "cookies alone": ({COOKIES}, set()),
    "cookies and database": ({COOKIES, DATABASE, BLOBS, SHRED}, set()),
    "cookies, database, restarted": (
        {COOKIES, DATABASE, BLOBS, SHRED, NEW_HALF},
        set(),
    ),
    "server half and database": ({HALF, DATABASE, BLOBS, SHRED}, set()),
    "without the shred database": (
        {COOKIES, HALF, DATABASE, BLOBS},
        {*UNLOCKED, BLOB},
    ),
    "without the blobs": (
        {COOKIES, HALF, DATABASE, SHRED},
        {*UNLOCKED, *OF_THE_CASE},
    ),
    "without the database": ({COOKIES, HALF, BLOBS, SHRED}, set()),
    "the set that opens": (
        {COOKIES, HALF, DATABASE, BLOBS, SHRED},
        {*UNLOCKED, *OF_THE_CASE, BLOB},
    ),
    "work under way": (
        {WORKER, DATABASE, BLOBS},
        {GRANT, DETAILS, RECORDS, *LOG, *PACKET, BLOB},
    ),
}
OPENS_A_CASE = {
    "without the shred database",
    "without the blobs",
    "the set that opens",
    "work under way",
}


@dataclass
class Site:
    """Ani's shared case, full, in its second epoch; she is signed in and a packet is under way."""

    cast: Cast
    client: Client
    restarted_half: bytes


@pytest.fixture
def site(db: None, settings: Any, tmp_path: Path) -> Site:
    own_folders(settings, tmp_path)
    make_worker_key()
    cast = make_cast()
    write_note(cast.ani, cast.case, NOTE)
    keep_file(cast.ani, cast.case)
    revoke_grant(cast.ani.actor, cast.ani.keys(cast.case), cast.case.grants.get())
    keep_file(cast.ani, Case.objects.within(pk=cast.case.pk).get())
    build(ask(cast.ani, Case.objects.within(pk=cast.case.pk).get()))
    client = client_of(cast.ani)
    ask(cast.ani, Case.objects.within(pk=cast.case.pk).get())
    return Site(cast, client, b"n" * 32)


def steal(site: Site, taken: set[str]) -> Loot:
    loot = Loot()
    if DATABASE in taken:
        take_rows(loot)
    if BLOBS in taken:
        files = files_in(Path(django_settings.BLOB_DIR))
        loot.sealed += [(BLOB, path.read_bytes()) for path in files]
    if SHRED in taken:
        loot.shred = {row.case_id: bytes(row.secret) for row in ShredSecret.objects.all()}
    if BROKER in taken:
        broker = files_in(Path(django_settings.STATE_DIR) / "broker")
        loot.secrets += secrets_among(path.read_bytes() for path in broker)
    if COOKIES in taken:
        values = [morsel.value.encode() for morsel in site.client.cookies.values()]
        loot.secrets += [*secrets_among(values), half_of(site.client)]
    halves = {
        PEPPER: django_settings.PEPPER,
        HALF: django_settings.SESSION_SERVER_KEY,
        NEW_HALF: site.restarted_half,
    }
    loot.secrets += [secret for name, secret in halves.items() if name in taken]
    if WORKER in taken:
        loot.private_keys.append((Path(django_settings.RUN_DIR) / KEY_FILE).read_bytes()[16:])
    return loot


def half_of(client: Client) -> bytes:
    return urlsafe_b64decode(client.cookies[django_settings.KEY_COOKIE_NAME].value)


def take_rows(loot: Loot) -> None:
    """Every sealed column of every table, every wrap with what its row says, and the sessions."""
    for model in apps.get_models():
        columns = [one for one in model._meta.fields if isinstance(one, models.BinaryField)]
        if not columns or model is ShredSecret:
            continue
        for row in model._base_manager.all():
            for column in columns:
                value = getattr(row, column.name)
                if is_sealed(value):
                    place = f"{model._meta.db_table}.{column.name}"
                    loot.sealed.append((place, bytes(value)))
    loot.wraps = [wrap for wrap in wraps() if is_wrap(wrap.wrapped)]
    loot.cases = dict(Case.objects.for_upkeep().values_list("id", "epoch"))
    loot.sessions = [
        SessionRow(bytes(row.id_mac), row.user_id.bytes if row.user_id else bytes(16))
        for row in Session.objects.all()
    ]


def wraps() -> list[Wrap]:
    found = []
    for row in CaseKeyWrap.objects.select_related("holder"):
        to = (row.holder.holder_id, row.holder.generation)
        found.append(
            Wrap(WRAPS, bytes(row.wrapped), WrapContext("case", row.case_id, row.epoch, *to))
        )
    for row in OrganizationKeyWrap.objects.select_related("holder", "key_pair"):
        to = (row.holder.holder_id, row.holder.generation)
        context = WrapContext("organization", None, row.key_pair.generation, *to)
        found.append(Wrap("account_organization_key_wrap.wrapped", bytes(row.wrapped), context))
    for row in ReportPacket.objects.within(wrapped_key__isnull=False).select_related("holder"):
        to = (row.holder.holder_id, row.holder.generation)
        context = WrapContext("packet", row.case_id, row.epoch, *to)
        found.append(Wrap(PACKET_KEY, bytes(row.wrapped_key), context))
    for row in JobGrant.objects.select_related("job"):
        job = row.job
        context = job_context(job.id, job.case_id, job.expires_at, row.worker_key_id)
        # A signature of the instance may stand before it: that keeps no thief from opening it.
        whole = bytes(row.sealed)
        found += [Wrap(GRANT, part, context) for part in (whole, whole[SIGNATURE_BYTES:])]
    return found


@pytest.mark.parametrize("name", TABLE)
def test_exactly_this_opens(site: Site, name: str) -> None:
    """A packet is wrapped to whoever asked for it, so it opens without the case's own keys."""
    taken, expected = TABLE[name]
    thief = Thief(steal(site, taken)).work()
    assert thief.places() == expected
    is_read = RECORDS in expected or {PACKET_KEY, BLOB} <= expected
    assert (NOTE.encode() in thief.contents()) is is_read
    assert (EMAIL in thief.contents()) is (PROFILE in expected)


def test_every_set_that_opens_a_case_is_one_the_documents_name() -> None:
    content = {*OF_THE_CASE, BLOB}
    assert {name for name, (_, opens) in TABLE.items() if opens & content} == OPENS_A_CASE


def test_the_documents_show_the_table_as_it_is_tested() -> None:
    text = (Path(django_settings.BASE_DIR) / "docs" / "threat-model.md").read_text("utf-8")
    rows = [line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| ")]
    assert set(TABLE) <= set(rows)


def test_the_thief_knows_her_trade(site: Site) -> None:
    """With everything in hand she opens every sealed column of Ani's case, so that what stays
    closed above stays closed for lack of a key and not of skill."""
    everything = {DATABASE, BLOBS, SHRED, BROKER, PEPPER, COOKIES, HALF, WORKER}
    loot = steal(site, everything)
    thief = Thief(loot).work()
    closed = {place for place, _ in loot.sealed} - thief.places()
    assert closed == {"account_sign_in.sealed_private_key"}
