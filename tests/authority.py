"""A time-stamp authority on this machine: a CA of its own, and `openssl ts -reply` behind HTTP."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock, Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests import services
from vaultverify.tokens import read_query

NAME = "CN=Stempel Contoh,O=Lembaga Contoh"
CONFIG = """
[tsa]
serial = serial
default_policy = 1.2.3.4.1
signer_digest = sha256
digests = sha256, sha512
ess_cert_id_alg = sha256
"""
ONE_AT_A_TIME = Lock()


@dataclass(frozen=True, slots=True)
class Papers:
    """The folder of an authority: its certificate and key, and the root that vouches for it."""

    folder: Path

    @property
    def roots(self) -> Path:
        return self.folder / "root.pem"

    def answer(self, query: bytes, *, with_chain: bool = False) -> bytes:
        """What OpenSSL says to a query; a broken one it declines."""
        (self.folder / "query").write_bytes(query)
        files = "-config tsa.cnf -section tsa -queryfile query -out answer"
        signing = "-signer tsa.pem -inkey tsa.key" + " -chain root.pem" * with_chain
        command = ["openssl", "ts", "-reply", *files.split(), *signing.split()]
        subprocess.run(command, cwd=self.folder, check=True, capture_output=True)
        return (self.folder / "answer").read_bytes()


def papers(kind: str = "good") -> Papers:
    """One set of a kind for this process; `expired` and `other` are what they are called."""
    return _made(kind)


@cache
def _made(kind: str) -> Papers:
    if shutil.which("openssl") is None:
        services.leave_out("OpenSSL")
    folder = Path(
        tempfile.mkdtemp(prefix=f"authority-{kind}-", dir=os.environ.get("KBGO_TESTS_ROOT"))
    )
    days = (-800, -400) if kind == "expired" else (-1, 400)
    _write_papers(folder, *(datetime.now(UTC) + timedelta(days=each) for each in days))
    return Papers(folder)


def _write_papers(folder: Path, begins: datetime, ends: datetime) -> None:
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = _named("Akar Contoh")
    long_ago, far_off = begins - timedelta(days=900), ends + timedelta(days=3000)
    root = _certificate(root_name, root_name, root_key, (long_ago, far_off))
    root = root.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    stamping = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    signer = _certificate(_named("Stempel Contoh"), root_name, key, (begins, ends))
    signer = signer.add_extension(stamping, critical=True)
    (folder / "root.pem").write_bytes(_signed(root, root_key))
    (folder / "tsa.pem").write_bytes(_signed(signer, root_key))
    plain = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "tsa.key").write_bytes(key.private_bytes(*plain))
    (folder / "tsa.cnf").write_text(CONFIG)
    (folder / "serial").write_text("01")


def _named(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Lembaga Contoh"),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    validity: tuple[datetime, datetime],
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer)
    builder = builder.public_key(key.public_key()).serial_number(x509.random_serial_number())
    return builder.not_valid_before(validity[0]).not_valid_after(validity[1])


def _signed(builder: x509.CertificateBuilder, key: ec.EllipticCurvePrivateKey) -> bytes:
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)


def with_other_nonce(query: bytes) -> bytes:
    _, nonce = read_query(query, "")
    assert nonce is not None
    return query.replace(nonce, bytes([*nonce[:-1], nonce[-1] ^ 1]))


def with_other_imprint(query: bytes) -> bytes:
    sha512, _ = read_query(query, "")
    return query.replace(sha512, sha512[::-1])


Reply = Callable[[bytes], bytes]
BODIES: dict[str, Reply] = {
    "good": lambda query: papers().answer(query),
    "with chain": lambda query: papers().answer(query, with_chain=True),
    "nonce": lambda query: papers().answer(with_other_nonce(query)),
    "imprint": lambda query: papers().answer(with_other_imprint(query)),
    "expired": lambda query: papers("expired").answer(query),
    "untrusted": lambda query: papers("other").answer(query),
    "declined": lambda query: papers().answer(b"\x30\x00"),
    "garbage": lambda query: b"<html>Rahasia jawaban</html>" * 20,
    "empty": lambda query: b"",
    "cut": lambda query: papers().answer(query)[:-40],
    "huge": lambda query: b"\0" * (1 << 20),
}
STATUSES = {"error": 500, "moved": 302}
# For these a site waits in vain; for the others longer than a busy machine ever needs.
VAIN = frozenset({"slow", "dripping"})


def patience_with(mode: str) -> float:
    """Seconds."""
    return 0.5 if mode in VAIN else 60


class Authority:
    """A server whose `mode` says how it answers; `asked` holds the queries it was sent."""

    def __init__(self) -> None:
        self.mode, self.asked = "good", list[bytes]()
        self.reached, self.released = Event(), Event()
        authority = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                query = self.rfile.read(int(self.headers["Content-Length"]))
                authority.asked.append(query)
                authority.reached.set()
                authority.reply(self, query)

            def log_message(self, *arguments: object) -> None:
                """Tests look at what the site logs, not at this."""

        self.server = ThreadingHTTPServer((services.LOOPBACK, 0), Handler)

    @property
    def url(self) -> str:
        return f"http://{services.LOOPBACK}:{self.server.server_port}/"

    def reply(self, handler: BaseHTTPRequestHandler, query: bytes) -> None:
        if self.mode in ("slow", "late"):
            self.released.wait()
        if self.mode == "slow":
            return
        with ONE_AT_A_TIME:
            body = BODIES[self.mode](query) if self.mode in BODIES else papers().answer(query)
        handler.send_response(STATUSES.get(self.mode, 200))
        handler.send_header("Location", self.url)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        try:
            self._send(handler, body)
        except ConnectionError:
            handler.close_connection = True

    def _send(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        if self.mode != "dripping":
            handler.wfile.write(body)
            return
        for each in body:
            handler.wfile.write(bytes([each]))
            if self.released.wait(0.05):
                break


@contextmanager
def running_authority() -> Iterator[Authority]:
    authority = Authority()
    thread = Thread(target=authority.server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield authority
    finally:
        authority.released.set()
        authority.server.shutdown()
        authority.server.server_close()
        thread.join()
