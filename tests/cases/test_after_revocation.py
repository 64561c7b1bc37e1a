"""What an organisation can still reach once the owner has taken her case back: nothing."""

import pytest

from accounts.exceptions import SignInRefused
from accounts.models import SignIn
from accounts.services import enter_with_words
from cases.models import Case, CaseKeyWrap, Grant
from cases.sealing import keys_of
from cases.services import revoke_grant
from core.exceptions import NotOpened, NotPermitted, PolicyRefused
from evidence.services import Admission, admit_evidence, download_original
from evidence.uploads import sealed_upload
from jobs.enums import JobState
from jobs.models import Job, JobGrant
from jobs.services import make_worker_key
from packets.enums import PacketKind
from packets.models import ReportPacket
from packets.services import download_packet, request_packet
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> cast.Cast:
    make_worker_key()
    return cast.make_cast()


def take_back(people: cast.Cast) -> None:
    grant = Grant.objects.live().get(case=people.case, organization=people.satu)
    revoke_grant(people.ani.actor, people.ani.keys(people.case), grant)


def test_a_job_she_had_asked_for_waits_and_holds_no_keys(people: cast.Cast) -> None:
    budi = people.budi
    request_packet(budi.actor, budi.keys(people.case), PacketKind.POLICE)
    assert JobGrant.objects.exists()
    take_back(people)
    assert not JobGrant.objects.exists()
    assert Job.objects.get().state == JobState.NEEDS_OWNER


def test_packets_of_the_departed_are_gone_and_the_owners_stay(people: cast.Cast) -> None:
    for person in (people.ani, people.budi):
        request_packet(person.actor, person.keys(people.case), PacketKind.POLICE)
    take_back(people)
    left = ReportPacket.objects.within(case=people.case).select_related("holder")
    assert [packet.holder.user_id for packet in left] == [people.ani.user.id]


def test_a_packet_needs_the_owners_yes_at_download_too(people: cast.Cast) -> None:
    budi = people.budi
    packet = request_packet(budi.actor, budi.keys(people.case), PacketKind.POLICE)
    Grant.objects.update(may_build_packets=False)
    with pytest.raises(NotPermitted):
        download_packet(budi.actor, budi.keys(people.case), packet)


def test_keys_opened_before_deliver_nothing_after(people: cast.Cast) -> None:
    ani_keys, budi_keys = people.ani.keys(people.case), people.budi.keys(people.case)
    upload = sealed_upload(people.case, "a.txt", [b"halo"])
    item = admit_evidence(people.ani.actor, ani_keys, upload, Admission(is_intimate=False))
    take_back(people)
    with pytest.raises(PolicyRefused):
        download_original(people.budi.actor, budi_keys, item, "perlu")


def test_an_upload_begun_before_is_not_sealed_to_the_old_key(people: cast.Cast) -> None:
    stale = people.ani.keys(people.case)
    upload = sealed_upload(people.case, "a.txt", [b"halo"])
    take_back(people)
    with pytest.raises(PolicyRefused):
        admit_evidence(people.ani.actor, stale, upload, Admission(is_intimate=False))


def test_a_case_set_back_to_an_old_epoch_does_not_open(people: cast.Cast) -> None:
    take_back(people)
    Case.objects.within(pk=people.case.pk).update(epoch=1)
    with pytest.raises(NotOpened):
        people.ani.keys(people.case)


def test_a_planted_wrap_earns_no_new_key(people: cast.Cast) -> None:
    foreign = people.dua.key_pairs.current().get()
    CaseKeyWrap.objects.create(case=people.case, epoch=1, holder=foreign, wrapped=b"x")
    take_back(people)
    assert not CaseKeyWrap.objects.filter(holder=foreign).exists()


def test_a_planted_grant_earns_no_new_key(people: cast.Cast) -> None:
    planted = Grant.objects.live().get(case=people.case, organization=people.satu)
    planted.pk, planted.ref, planted.organization = None, "aaaaaaaa", people.dua
    planted.save(force_insert=True)
    take_back(people)
    case = Case.objects.visible_to(people.dewi.actor).get(pk=people.case.pk)
    with pytest.raises(NotPermitted):
        keys_of(people.dewi.actor, case)


def test_a_suspended_member_gets_no_new_key(people: cast.Cast) -> None:
    cast.share(owner=people.ani, case=people.case, organization=people.dua)
    member = people.budi.membership
    member.is_active = False
    member.save()
    grant = Grant.objects.live().get(case=people.case, organization=people.dua)
    revoke_grant(people.ani.actor, people.ani.keys(people.case), grant)
    assert not CaseKeyWrap.objects.filter(holder__user=people.budi.user).exists()
    assert CaseKeyWrap.objects.filter(holder__organization=people.satu, epoch=2).exists()


def test_a_sign_in_moved_to_another_account_opens_nothing(people: cast.Cast) -> None:
    wulan = cast.make_owner(name="Wulan")
    SignIn.objects.filter(user=people.ani.user).delete()
    SignIn.objects.filter(user=wulan.user).update(user=people.ani.user)
    with pytest.raises(SignInRefused):
        enter_with_words(wulan.secret, "192.0.2.1")
