"""Each way in which an authority can answer or fail, against a real one run by OpenSSL."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.clock import now
from custody.enums import StampState
from custody.models import Checkpoint, TimeStamp
from custody.services import ask_authorities, make_checkpoint
from custody.services.stamping import LONGEST_PAUSE, _pause
from tests.authority import NAME, Authority, patience_with, running_authority
from tests.custody.logs import append, log_of_three
from tests.services import LOOPBACK, free_port

pytestmark = pytest.mark.django_db

FAILURES = {
    "nonce": "nonce",
    "imprint": "imprint",
    "expired": "expired",
    "untrusted": "untrusted",
    "slow": "slow",
    "dripping": "slow",
    "error": "status",
    "moved": "status",
    "declined": "status",
    "garbage": "garbage",
    "empty": "garbage",
    "cut": "garbage",
    "huge": "garbage",
}


def checkpoint() -> Checkpoint:
    log_of_three()
    made = make_checkpoint()
    assert made is not None
    return made


def stamp_of(made: Checkpoint) -> TimeStamp:
    return TimeStamp.objects.get(checkpoint=made)


def test_a_good_answer_is_kept_with_its_time_and_its_authority(authority: Authority) -> None:
    made, before = checkpoint(), now() - timedelta(seconds=2)
    assert ask_authorities() == 1
    stamp = stamp_of(made)
    assert (stamp.state, stamp.failure, stamp.attempts) == (StampState.GRANTED, "", 1)
    assert stamp.stamped_by == NAME
    assert stamp.stamped_at is not None
    assert before <= stamp.stamped_at <= now()
    assert bytes(stamp.query) == authority.asked[0]


def test_an_answer_that_brings_its_chain_is_kept(authority: Authority) -> None:
    authority.mode = "with chain"
    made = checkpoint()
    assert ask_authorities() == 1
    assert stamp_of(made).stamped_by == NAME


def test_a_stamped_checkpoint_is_not_asked_for_again(authority: Authority) -> None:
    checkpoint()
    ask_authorities()
    assert ask_authorities() == 0
    assert len(authority.asked) == 1


@pytest.mark.parametrize(("mode", "code"), list(FAILURES.items()), ids=list(FAILURES))
def test_a_bad_answer_proves_nothing_and_says_why(
    mode: str, code: str, authority: Authority, settings: Any
) -> None:
    authority.mode, settings.TSA_TIMEOUT_SECONDS = mode, patience_with(mode)
    made = checkpoint()
    assert ask_authorities() == 0
    stamp = stamp_of(made)
    assert (stamp.state, stamp.failure, bytes(stamp.answer)) == (StampState.REFUSED, code, b"")
    assert stamp.next_at > now()
    assert len(authority.asked) == 1


def test_nobody_there_is_told_from_a_bad_answer(authority: Authority, settings: Any) -> None:
    settings.TSA_URLS = [f"http://{LOOPBACK}:{free_port()}/"]
    made = checkpoint()
    ask_authorities()
    assert (stamp_of(made).state, stamp_of(made).failure) == (StampState.REFUSED, "down")


def test_an_address_that_is_not_of_the_web_is_not_opened(settings: Any) -> None:
    settings.TSA_URLS = ["file:///etc/hostname"]
    made = checkpoint()
    ask_authorities()
    assert (stamp_of(made).state, stamp_of(made).failure) == (StampState.REFUSED, "down")


@pytest.mark.parametrize("roots", ["", "/nowhere/roots.pem"])
def test_without_roots_no_answer_is_believed(
    roots: str, authority: Authority, settings: Any
) -> None:
    settings.TSA_ROOTS_FILE = roots
    made = checkpoint()
    assert ask_authorities() == 0
    assert stamp_of(made).failure == "untrusted"


def test_a_refused_checkpoint_is_stamped_once_the_authority_is_well(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority.mode = "error"
    made = checkpoint()
    ask_authorities()
    authority.mode = "good"
    assert ask_authorities() == 0, "it is too early"
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(minutes=1, seconds=1))
    assert ask_authorities() == 1
    assert (stamp_of(made).failure, stamp_of(made).attempts) == ("", 2)


def test_pauses_double_to_an_end() -> None:
    pauses = [_pause(attempts) for attempts in range(40)]
    assert pauses[:3] == [timedelta(minutes=each) for each in (1, 2, 4)]
    assert max(pauses) == pauses[-1] == LONGEST_PAUSE


def test_one_authority_that_is_down_does_not_keep_the_other(
    authority: Authority, settings: Any
) -> None:
    with running_authority() as other:
        other.mode, settings.TSA_TIMEOUT_SECONDS = "slow", 3
        settings.TSA_URLS = [other.url, authority.url, "http://third.example/"]
        made = checkpoint()
        assert ask_authorities() == 1
    states = dict(made.stamps.values_list("authority", "state"))
    assert states == {other.url: StampState.REFUSED, authority.url: StampState.GRANTED}


def test_a_silent_authority_is_asked_once_for_all_checkpoints(
    authority: Authority, settings: Any
) -> None:
    authority.mode, settings.TSA_TIMEOUT_SECONDS = "slow", patience_with("slow")
    key = log_of_three()
    for _ in range(3):
        append(key)
        make_checkpoint()
    ask_authorities()
    assert len(authority.asked) == 1
    assert TimeStamp.objects.filter(state=StampState.WAITING).count() == 2


def test_an_authority_that_is_no_longer_configured_is_not_asked(
    authority: Authority, settings: Any
) -> None:
    checkpoint()
    settings.TSA_URLS = []
    assert ask_authorities() == 0
    assert not authority.asked


def test_the_query_names_the_note_by_its_hash_alone(authority: Authority) -> None:
    made = checkpoint()
    ask_authorities()
    [query] = authority.asked
    assert len(query) < 120
    assert not re.search(rb"kbgo|checkpoint", query)
    assert made.note.encode() not in query


@pytest.mark.parametrize("mode", ["garbage", "untrusted", "error"])
def test_nothing_of_an_answer_is_logged(
    mode: str, authority: Authority, caplog: pytest.LogCaptureFixture
) -> None:
    authority.mode = mode
    made = checkpoint()
    ask_authorities()
    told = [record.getMessage() for record in caplog.records if record.name.startswith("custody")]
    assert told == [f"checkpoint {made.number} not stamped: {FAILURES[mode]}"]
    assert "Rahasia" not in caplog.text
