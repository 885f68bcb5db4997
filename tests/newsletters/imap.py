"""A real IMAP server on loopback, with a certificate of its own, and someone who puts messages into its mailbox."""

from __future__ import annotations

import datetime as dt
import imaplib
import ipaddress
import os
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pysasl.hashing import BuiltinHash

from cms.embedded.leash import Leash, signal_group
from tests.newsletters.worker import wait_until

USER, PASSWORD = "retour", "un mot: de passe/ @ essayer"


@dataclass(frozen=True)
class ImapServer:
    """Where it listens, and the certificate by which it is trusted."""

    port: int
    certificate: Path
    log: Path
    host: str = "localhost"

    @property
    def url(self) -> str:
        return f"imap+tls://{USER}:un%20mot%3A%20de%20passe%2F%20%40%20essayer@{self.host}:{self.port}/INBOX"

    def deliver(self, *messages: bytes) -> None:
        """New messages arrive."""
        with self.visit() as imap:
            for message in messages:
                assert imap.append("INBOX", None, None, message)[0] == "OK"  # type: ignore[arg-type]

    def count(self, folder: str = "INBOX") -> int:
        """How many messages lie there; -1 where there is no such folder."""
        with self.visit() as imap:
            kind, data = imap.select(f'"{folder}"', readonly=True)
            return int(data[0] or b"0") if kind == "OK" else -1

    @contextmanager
    def visit(self) -> Iterator[imaplib.IMAP4]:
        """As another mail program of the same person."""
        with imaplib.IMAP4(self.host, self.port, timeout=10) as imap:
            imap.starttls(ssl.create_default_context(cafile=str(self.certificate)))
            imap.login(USER, PASSWORD)
            yield imap


@contextmanager
def run_imap_server(folder: Path) -> Iterator[ImapServer]:
    """The server, until the end of the block."""
    certificate, key = make_certificate(folder)
    home = folder / "mail"
    home.mkdir()
    (home / "pymap-etc-passwd").write_text(f"{USER}:x::::{USER}:\n")
    hashed = BuiltinHash(rounds=1).hash(PASSWORD).replace(":", r"\:")
    (home / "pymap-etc-shadow").write_text(f"{USER}:{hashed}:::::::\n")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("pymap")), "--host", "127.0.0.1", "--port", str(port)]
    command += ["--cert", str(certificate), "--key", str(key), "maildir", str(home)]
    leash = Leash()
    log = folder / "imap.log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True, env={**os.environ})
    leash.hold(process.pid)
    try:
        wait_until(lambda: _answers(port), "the IMAP server answers", patience=30)
        yield ImapServer(port, certificate, log)
    finally:
        signal_group(process.pid, 9)
        process.wait(timeout=10)
        leash.release(process.pid)
        leash.close()


def make_certificate(folder: Path, name: str = "localhost") -> tuple[Path, Path]:
    """A certificate for this machine that signs itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    names = [x509.DNSName(name), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate_file, key_file = folder / "certificate.pem", folder / "key.pem"
    certificate_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate_file, key_file


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            return connection.recv(4).startswith(b"* OK")
    except OSError:
        return False
