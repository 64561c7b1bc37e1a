"""The embedded broker while several processes use it."""

import json
from pathlib import Path

import pytest
from kombu import Connection, Exchange, Producer, Queue
from kombu.transport.virtual import BrokerState

from kbgo.broker import Transport
from kbgo.parts import broker_options

QUEUE = Queue("keyed", Exchange("keyed", type="direct"), routing_key="keyed")


class Looking:
    """Turns into JSON as any value does, and notes which messages a worker would find just then."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.found: list[Path] = []

    def __json__(self) -> str:
        self.found += self.folder.glob("*.keyed.msg")
        return "job"


def new_process(folder: Path) -> Connection:
    """Knows nothing of what other processes declared: kombu remembers that for all its own."""
    alone = type("Alone", (Transport,), {"global_state": BrokerState()})
    options = broker_options("filesystem://", folder, "secret")
    return Connection("filesystem://", transport=alone, transport_options=options)


@pytest.fixture
def connection(tmp_path: Path) -> Connection:
    return new_process(tmp_path)


def test_no_worker_finds_a_message_that_is_still_being_written(
    connection: Connection, tmp_path: Path
) -> None:
    messages = tmp_path / "messages"
    looking = Looking(messages)
    with connection.channel() as channel:
        QUEUE(channel).declare()
        channel._put("keyed", {"body": looking})
    [message] = messages.iterdir()
    assert looking.found == []
    assert json.loads(message.read_bytes()) == {"body": "job"}


def test_what_was_sent_arrives_once(connection: Connection, tmp_path: Path) -> None:
    with connection.channel() as channel:
        queue = QUEUE(channel)
        queue.declare()
        for number in range(3):
            Producer(channel).publish({"job": number}, exchange=QUEUE.exchange, routing_key="keyed")
        arrived = [queue.get(no_ack=True).payload["job"] for _ in range(3)]
        assert arrived == [0, 1, 2]
        assert queue.get() is None
    assert list((tmp_path / "messages").iterdir()) == []


def test_processes_that_declare_the_same_queue_bind_it_once(tmp_path: Path) -> None:
    for _ in range(2):
        with new_process(tmp_path).channel() as channel:
            QUEUE(channel).declare()
            assert [entry.queue for entry in channel.get_table("keyed")] == ["keyed"]
