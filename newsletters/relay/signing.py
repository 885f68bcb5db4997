"""Signs letters with DKIM (RFC 6376, RFC 8463) where the relay does not; each letter at the last moment, as it leaves.

The signature covers both headers of the one-click unsubscribe (RFC 8058, section 4) and every header that says who
wrote, to whom and when. `docs/decisions/0042` says why these lines are ours; dkimpy checks them in the tests.
"""

from __future__ import annotations

import re
import time
from base64 import b64encode
from email.utils import parseaddr
from functools import lru_cache
from hashlib import sha256

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from django.conf import settings

from newsletters.relay.answers import Dotless

PrivateKey = RSAPrivateKey | Ed25519PrivateKey
# Named once more than it stands there, so that nobody can add another one: who wrote and what about.
ONCE_ONLY = (b"from", b"subject")
SIGNED = (
    b"from",
    b"reply-to",
    b"to",
    b"subject",
    b"date",
    b"message-id",
    b"mime-version",
    b"content-type",
    b"content-transfer-encoding",
    b"list-id",
    b"list-unsubscribe",
    b"list-unsubscribe-post",
    b"feedback-id",
    b"auto-submitted",
)
FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:((?:[^\r\n]|\r\n[ \t])*)\r\n")
SPACE = re.compile(rb"[ \t]+")


def sign(message: bytes) -> bytes:
    """The letter with its signature before it; as it is where no key is configured. Its lines end in CRLF.

    Raises ``ValueError`` when the key cannot be read.
    """
    if not settings.DKIM_KEY:
        return message
    signed = dkim_header(message, read_key(settings.DKIM_KEY), _domain(), settings.DKIM_SELECTOR) + message
    return Dotless(signed) if isinstance(message, Dotless) else signed  # no line of the field begins with a dot


def check_key() -> None:
    """Raises ``ValueError`` when letters are to be signed with a key that cannot be read."""
    if settings.DKIM_KEY:
        read_key(settings.DKIM_KEY)


def dkim_header(message: bytes, key: PrivateKey, domain: str, selector: str) -> bytes:
    """The field DKIM-Signature of one letter, canonicalised relaxed/simple."""
    head, _blank, body = message.partition(b"\r\n\r\n")
    names, lines = _signed(head + b"\r\n")
    algorithm = b"rsa-sha256" if isinstance(key, RSAPrivateKey) else b"ed25519-sha256"
    unsigned = b"DKIM-Signature: v=1; a=%s; c=relaxed/simple;\r\n d=%s; s=%s;\r\n t=%d;\r\n h=%s;\r\n bh=%s;\r\n b=" % (
        algorithm,
        domain.encode("ascii"),
        selector.encode("ascii"),
        int(time.time()),
        b":\r\n ".join(names),
        b64encode(sha256(_simple(body)).digest()),
    )
    digested = b"".join([*lines, _relaxed(b"dkim-signature", unsigned.partition(b":")[2]).removesuffix(b"\r\n")])
    signature = b64encode(_sign(key, digested))
    return unsigned + b"\r\n ".join(signature[at : at + 70] for at in range(0, len(signature), 70)) + b"\r\n"


@lru_cache(maxsize=4)
def read_key(pem: str) -> PrivateKey:
    """The private key of a PEM text, whose line breaks may be written « \\n »; read once, it takes longer than signing.

    Raises ``ValueError`` for anything else.
    """
    key = load_pem_private_key(pem.replace("\\n", "\n").encode(), password=None)
    if not isinstance(key, RSAPrivateKey | Ed25519PrivateKey):
        raise ValueError("DKIM_KEY must be an RSA or an Ed25519 key, in PEM")
    return key


def public_record(pem: str) -> str:
    """What the DNS must say for this key, at `<selector>._domainkey.<domain>`."""
    key = read_key(pem)
    if isinstance(key, RSAPrivateKey):
        public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return f"v=DKIM1; k=rsa; p={b64encode(public).decode()}"
    return f"v=DKIM1; k=ed25519; p={b64encode(key.public_key().public_bytes_raw()).decode()}"


def _domain() -> str:
    """That of the sender, with which a signature must agree (DMARC)."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2].lower()


def _signed(head: bytes) -> tuple[list[bytes], list[bytes]]:
    """The names to list and the lines to sign: of a field that stands twice the lower one first (RFC 6376, 5.4.2)."""
    fields: dict[bytes, list[bytes]] = {}
    for name, value in FIELD.findall(head):
        fields.setdefault(name.lower(), []).append(value)
    names = [name for name in SIGNED for _field in fields.get(name, [])] + list(ONCE_ONLY)
    lines = [_relaxed(name, value) for name in SIGNED for value in reversed(fields.get(name, []))]
    return names, lines


def _relaxed(name: bytes, value: bytes) -> bytes:
    return name + b":" + SPACE.sub(b" ", value.replace(b"\r\n", b"")).strip() + b"\r\n"


def _simple(body: bytes) -> bytes:
    """Without the empty lines at its end, and with one that ends it (RFC 6376, 3.4.3)."""
    return body.rstrip(b"\r\n") + b"\r\n"


def _sign(key: PrivateKey, digested: bytes) -> bytes:
    if isinstance(key, RSAPrivateKey):
        return key.sign(digested, PKCS1v15(), hashes.SHA256())
    return key.sign(sha256(digested).digest())
