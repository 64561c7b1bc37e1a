"""What a child that has been taken over can still do: nothing. Real processes throughout."""

import os
import select
import signal
import socket
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from evidence.sandbox import run, seccomp
from evidence.sandbox.contract import (
    HEADER,
    MADE,
    MAGIC,
    Measures,
    pack_answer,
    pack_refusal,
    unpack,
)
from evidence.sandbox.run import Limits, NotMade, Reason, measures_in_force, run_confined

ROOT = Path(__file__).parents[2]
ECHO = "evidence.sandbox.echo"
HOSTILE = "tests.evidence.hostile_child"
LIMITS = Limits(wall_seconds=20.0)


def attempt(act: str, limits: Limits = LIMITS) -> str:
    return run_confined(HOSTILE, act.encode(), limits=limits).decode()


def refusal_of(act: str, limits: Limits = LIMITS) -> Reason:
    with pytest.raises(NotMade) as refusal:
        attempt(act, limits)
    return refusal.value.reason


def children() -> set[str]:
    return set(Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text().split())


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


class TestWhatGoesThrough:
    def test_bytes_go_in_and_come_out(self):
        payload = os.urandom(300_000)
        assert run_confined(ECHO, payload, limits=LIMITS) == payload

    def test_payload_may_come_in_pieces(self):
        pieces = (bytes([number]) * 70_000 for number in range(5))
        assert len(run_confined(ECHO, pieces, limits=LIMITS)) == 350_000

    def test_what_a_library_prints_is_no_part_of_the_answer(self):
        assert attempt("chatter") == "done"

    def test_this_machine_grants_the_filter(self):
        assert Measures.SECCOMP in measures_in_force()

    def test_child_has_no_environment(self, monkeypatch):
        monkeypatch.setenv("KBGO_SECRET_KEY", "kunci")
        assert attempt("environment") in ("", "LC_CTYPE")

    def test_child_imports_no_framework(self):
        assert attempt("frameworks") == ""


class TestWhatIsRefused:
    def test_connecting_out(self, listener):
        host, port = listener.getsockname()
        assert attempt(f"connect {host}:{port}") == "EPERM"
        with pytest.raises(BlockingIOError):
            listener.accept()

    def test_writing_a_file(self, tmp_path):
        target = tmp_path / "tulis"
        assert attempt(f"write {target}") == "EPERM"
        assert not target.exists()

    def test_reading_a_file(self, tmp_path):
        secret = tmp_path / "kunci"
        secret.write_text("rahasia")
        assert attempt(f"read {secret}") == "EPERM"

    @pytest.mark.parametrize(
        "act", ["execute /bin/true", "fork", "kill_parent", "trace_parent", "map_code"]
    )
    def test_reaching_beyond_itself(self, act):
        assert attempt(act) == "EPERM"

    def test_fork_where_threads_are_granted(self):
        assert attempt("fork", replace(LIMITS, threads=True)) == "EPERM"

    def test_threads_unless_granted(self):
        assert attempt("start_thread") == "no thread"


class TestWhatCanBeGranted:
    def test_threads(self):
        assert attempt("start_thread", replace(LIMITS, threads=True)) == "thread"


class TestLimits:
    def test_a_memory_hog_is_stopped(self):
        hungry = replace(LIMITS, memory_bytes=200 * 1024 * 1024)
        assert refusal_of("take_memory", hungry) is Reason.MEMORY

    def test_a_spinning_child_is_stopped_by_its_processor_time(self):
        assert refusal_of("spin", replace(LIMITS, cpu_seconds=1)) is Reason.TIMEOUT

    def test_a_sleeping_child_is_stopped_by_the_clock(self):
        assert refusal_of("sleep", replace(LIMITS, wall_seconds=0.5)) is Reason.TIMEOUT

    def test_a_payload_above_the_limit_is_refused(self):
        pieces = iter([bytes(60), bytes(60)])
        with pytest.raises(NotMade, match=Reason.TOO_LARGE):
            run_confined(ECHO, pieces, limits=replace(LIMITS, input_bytes=100))

    def test_a_payload_at_the_limit_is_taken(self):
        limits = replace(LIMITS, input_bytes=100)
        assert run_confined(ECHO, bytes(100), limits=limits) == bytes(100)

    def test_no_child_outlives_its_run(self):
        before = children()
        assert refusal_of("sleep", replace(LIMITS, wall_seconds=0.5)) is Reason.TIMEOUT
        assert children() == before

    @pytest.mark.parametrize("fed_bytes", [20_000, 300_000], ids=["as it starts", "at work"])
    def test_no_child_outlives_its_parent(self, fed_bytes):
        """More than fits into a pipe has gone in only once the child is confined and reading."""
        code = textwrap.dedent(f"""
            import sys, threading
            from evidence.sandbox.run import Limits, run_confined
            def source():
                yield b"sleep".ljust({fed_bytes})
                print(open(f"/proc/self/task/{{threading.get_native_id()}}/children").read())
                sys.stdout.flush()
                sys.stdin.read()
            run_confined("tests.evidence.hostile_child", source(), limits=Limits())
        """)
        command = [sys.executable, "-c", code]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe) as parent:
            child = os.pidfd_open(int(parent.stdout.readline()))
            parent.kill()
        assert select.select([child], [], [], 20)[0] == [child]
        os.close(child)


class TestTheParentBelievesNothing:
    def test_a_flood_is_cut_off(self):
        assert refusal_of("flood", replace(LIMITS, answer_bytes=1000)) is Reason.BAD_ANSWER

    def test_an_answer_above_the_limit_is_refused(self):
        with pytest.raises(NotMade, match=Reason.BAD_ANSWER):
            run_confined(ECHO, bytes(1001), limits=replace(LIMITS, answer_bytes=1000))

    def test_bytes_that_are_no_frame_are_refused(self):
        assert refusal_of("lie selamat datang di sini") is Reason.BAD_ANSWER

    def test_an_answer_before_the_end_of_the_question_is_refused(self, monkeypatch):
        frame = pack_answer(b"sudah", Measures.SECCOMP)
        monkeypatch.setattr(run, "START", f"import os; os.write(1, {frame!r}); os._exit(0)")
        with pytest.raises(NotMade, match=Reason.BAD_ANSWER):
            run_confined(ECHO, bytes(1_000_000), limits=LIMITS)

    def test_silence_is_refused(self):
        assert refusal_of("lie ") is Reason.BAD_ANSWER

    def test_a_crash_is_called_a_crash(self):
        assert refusal_of("crash") is Reason.CRASHED

    def test_an_unknown_act_is_called_a_crash(self):
        assert refusal_of("menari") is Reason.CRASHED

    def test_a_fault_of_the_source_passes_through_and_ends_the_child(self):
        def source() -> Iterator[bytes]:
            yield b"sleep"
            raise LookupError("damaged blob")

        before = children()
        with pytest.raises(LookupError):
            run_confined(HOSTILE, source(), limits=LIMITS)
        assert children() == before

    @pytest.mark.parametrize(
        "raw",
        [
            b"",
            HEADER.pack(b"KBX9", MADE, 0, 0),
            HEADER.pack(MAGIC, 7, 0, 0),
            HEADER.pack(MAGIC, MADE, 0, 5) + b"four",
            pack_answer(b"x", Measures(0)) + b"y",
            HEADER.pack(MAGIC, 1, 0, 7) + b"timeout",
            HEADER.pack(MAGIC, 1, 0, 5) + b"other",
        ],
    )
    def test_malformed_frames_are_refused(self, raw):
        with pytest.raises(NotMade, match=Reason.BAD_ANSWER):
            unpack(raw)

    def test_a_refusal_of_the_child_keeps_its_reason(self):
        with pytest.raises(NotMade, match=Reason.BOMB):
            unpack(pack_refusal(Reason.BOMB, Measures.SECCOMP))


class TestWithoutAFilter:
    """A machine without a filter is played by a child whose architecture is unknown."""

    NO_FILTER = "import platform; platform.machine = lambda: 'vax';"

    @pytest.fixture
    def without_filter(self, monkeypatch):
        monkeypatch.setattr(run, "START", self.NO_FILTER + run.START)

    @pytest.mark.usefixtures("without_filter")
    def test_strict_refuses_to_work_without_a_filter(self, monkeypatch):
        monkeypatch.setenv("KBGO_SANDBOX", "strict")
        with pytest.raises(NotMade, match=Reason.NOT_CONFINED):
            run_confined(ECHO, b"halo", limits=LIMITS)

    @pytest.mark.usefixtures("without_filter")
    def test_best_effort_works_without_a_filter_and_says_so(self, caplog):
        assert run_confined(ECHO, b"halo", limits=LIMITS) == b"halo"
        assert "sandbox.without_filter" in caplog.text

    @pytest.mark.usefixtures("without_filter")
    def test_without_a_filter_no_file_can_be_opened_all_the_same(self):
        assert attempt("read /etc/hostname") == "EMFILE"

    @pytest.mark.usefixtures("without_filter")
    def test_without_a_filter_the_resource_limits_hold(self):
        limits = replace(LIMITS, memory_bytes=2**30, cpu_seconds=7)
        assert attempt("process_state", limits) == f"{2**30} 8 0 0 0 0 0 1"

    def test_strict_works_with_a_filter(self, monkeypatch):
        monkeypatch.setenv("KBGO_SANDBOX", "strict")
        assert run_confined(ECHO, b"halo", limits=LIMITS) == b"halo"

    def test_a_misspelt_setting_stops_everything(self, monkeypatch):
        monkeypatch.setenv("KBGO_SANDBOX", "stirct")
        with pytest.raises(ValueError, match="KBGO_SANDBOX"):
            run_confined(ECHO, b"halo", limits=LIMITS)


def verdict(program: list[seccomp.Instruction], arch: int, call: int, *arguments: int) -> int:
    """Run a filter as the kernel does, for the few instructions it is made of."""
    words = {seccomp.NUMBER_OFFSET: call, seccomp.MACHINE_OFFSET: arch}
    words |= {seccomp.ARGUMENTS_OFFSET + 8 * n: value for n, value in enumerate(arguments)}
    at, loaded = 0, 0
    while True:
        code, if_true, if_false, value = program[at]
        if code == seccomp.RETURN:
            return value
        if code == seccomp.LOAD:
            loaded, at = words[value], at + 1
            continue
        holds = {
            seccomp.JUMP_IF_EQUAL: loaded == value,
            seccomp.JUMP_IF_AT_LEAST: loaded >= value,
            seccomp.JUMP_IF_BITS: bool(loaded & value),
        }[code]
        at += 1 + (if_true if holds else if_false)


@pytest.mark.parametrize("name", seccomp.MACHINES)
class TestFilterOfEachMachine:
    """The other architecture cannot be run here, so its program is interpreted."""

    def judge(self, name: str, numbers: seccomp.Numbers, *arguments: int, **granted: bool) -> int:
        machine = seccomp.MACHINES[name]
        program = seccomp.filter_program(machine, Limits(**granted))
        number = machine.number(numbers)
        assert number is not None
        return verdict(program, machine.audit_arch, number, *arguments)

    def test_what_is_listed_is_allowed(self, name):
        assert self.judge(name, seccomp.ALWAYS["read"]) == seccomp.ALLOW

    @pytest.mark.parametrize(
        "call", [(41, 198), (42, 203), (59, 221), (101, 117), (62, 129), (425, 425), (310, 270)]
    )
    def test_socket_connect_execve_ptrace_kill_and_their_like_are_not(self, name, call):
        assert self.judge(name, call) == seccomp.REFUSE

    @pytest.mark.parametrize("call", [(2, 56), (257, 56)])
    def test_nothing_can_be_opened(self, name, call):
        for flags in (os.O_RDONLY, os.O_WRONLY, os.O_RDWR | os.O_CREAT):
            assert self.judge(name, call, 0, 0, flags) == seccomp.REFUSE

    def test_clone_makes_threads_only(self, name):
        thread = 0x50F00 | seccomp.CLONE_THREAD
        assert self.judge(name, seccomp.CLONE, thread, threads=True) == seccomp.ALLOW
        assert self.judge(name, seccomp.CLONE, signal.SIGCHLD, threads=True) == seccomp.REFUSE
        assert self.judge(name, seccomp.CLONE3, 0, threads=True) == seccomp.UNKNOWN

    def test_memory_is_never_executable(self, name):
        for call in (seccomp.MMAP, seccomp.MPROTECT):
            assert self.judge(name, call, 0, 4096, 3) == seccomp.ALLOW
            assert self.judge(name, call, 0, 4096, 7) == seccomp.REFUSE

    def test_a_foreign_architecture_is_killed(self, name):
        program = seccomp.filter_program(seccomp.MACHINES[name], LIMITS)
        assert verdict(program, 0x40000003, 3) == seccomp.KILL

    def test_x32_calls_are_killed(self, name):
        assert (
            self.judge(name, (seccomp.X32_NUMBERS_FROM, seccomp.X32_NUMBERS_FROM)) == seccomp.KILL
        )


def test_importing_the_parent_side_loads_no_decoder():
    code = "import sys, evidence.sandbox.pictures; print('PIL' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout == b"False\n"
