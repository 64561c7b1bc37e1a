from datetime import date

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from resources.models import Law, Platform, PlatformRoute, Service, ServiceChannel
from resources.services import LoadReport, load_resources, record_edit

TABLES = (Service, ServiceChannel, Platform, PlatformRoute, Law)

pytestmark = pytest.mark.django_db


def everything():
    return [list(table.objects.order_by("pk").values()) for table in TABLES]


def test_a_first_run_fills_the_tables():
    assert load_resources() == LoadReport(inserted=41 + 22 + 38)
    assert Service.objects.filter(is_published=True).count() == 17
    assert ServiceChannel.objects.exclude(value="").count() == 44
    assert PlatformRoute.objects.count() == 35


def test_a_second_run_changes_nothing():
    load_resources()
    before = everything()
    assert load_resources() == LoadReport(unchanged=101)
    assert everything() == before


def test_nothing_is_verified_by_loading():
    load_resources()
    for table in (Service, Platform, Law):
        assert not table.objects.exclude(last_verified_on=None, edited_at=None).exists()
    assert not any(law.is_verified for law in Law.objects.all())


def test_unknown_stays_unknown():
    load_resources()
    michat = Platform.objects.get(slug="michat")
    assert michat.stopncii_partner is None
    assert michat.response is None
    assert michat.fields == ()
    assert Service.objects.get(slug="kpai").hours is None
    assert Law.objects.get(slug="tpks-23").penalty is None


def test_what_a_form_asks_for_is_read_line_by_line():
    load_resources()
    discord = Platform.objects.get(slug="discord")
    assert [line.en for line in discord.fields] == ["link of the message", "user ID", "server ID"]
    discord.fields_asked_id += "\nemail"
    assert discord.fields[-1].en == "email"


def test_what_was_not_verified_stays_marked():
    load_resources()
    assert Law.objects.get(slug="ite-27-1").confidence == "uncertain_needs_lawyer"
    assert ServiceChannel.objects.get(value="https://awaskbgo.id").is_seen is False


def test_a_row_an_admin_edited_is_kept():
    load_resources()
    service = Service.objects.get(slug="lbh-pekanbaru")
    service.purpose_id = "Buka Senin sampai Jumat."
    record_edit(service)
    service.channels.create(kind="phone", value="0761", confidence="seen")
    assert load_resources() == LoadReport(unchanged=100, kept=1)
    service.refresh_from_db()
    assert service.purpose.id == "Buka Senin sampai Jumat."
    assert service.channels.filter(value="0761").exists()


def test_a_row_an_admin_verified_is_kept():
    load_resources()
    Service.objects.filter(slug="kpai").update(last_verified_on=date(2026, 11, 20), last_seen="x")
    assert load_resources().kept == 1
    assert Service.objects.get(slug="kpai").last_seen == "x"


def test_an_old_row_that_nobody_touched_is_brought_up_to_date():
    load_resources()
    Service.objects.filter(slug="kpai").update(purpose_en="an older text")
    ServiceChannel.objects.filter(value="110").update(value="111")
    PlatformRoute.objects.filter(platform="tiktok").first().delete()
    assert load_resources() == LoadReport(refreshed=3, unchanged=98)
    assert "violations" in Service.objects.get(slug="kpai").purpose.en
    assert Service.objects.get(slug="polri-110").channels.get().value == "110"
    assert Platform.objects.get(slug="tiktok").routes.count() == 3


def test_a_row_an_admin_added_is_left_alone():
    Service.objects.create(
        slug="lbh-baru", kind="legal", name_id="LBH Baru", name_en="LBH Baru", purpose_id="x"
    )
    load_resources()
    assert Service.objects.filter(slug="lbh-baru").exists()


def test_the_command_says_what_it_did(capsys):
    call_command("load_resources")
    call_command("load_resources")
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("101 new")
    assert second == "0 new, 0 refreshed, 101 unchanged, 0 kept as edited."


def test_a_law_is_verified_by_somebody_on_a_day():
    load_resources()
    law = Law.objects.get(slug="tpks-23")
    law.verified_by = "Adv. Sari"
    with pytest.raises(IntegrityError), transaction.atomic():
        record_edit(law)
    law.last_verified_on = date(2026, 11, 20)
    record_edit(law)
    assert law.is_verified
