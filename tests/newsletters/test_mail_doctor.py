"""`mail_doctor` asks a real DNS and a real mail server what is wrong, why it matters, and which line to add."""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from django.core.management import call_command
from pytest_django.fixtures import Settings

from newsletters.doctor import lookup
from newsletters.doctor.findings import Finding, Health
from newsletters.doctor.server import examine_tls
from newsletters.doctor.spf import Reading, TooManyLookups
from newsletters.doctor.visit import examine_mail
from newsletters.relay.signing import public_record
from tests.newsletters.imap import make_certificate
from tests.newsletters.name_server import NameServer, run_name_server
from tests.newsletters.smtp import run_mail_server
from tests.newsletters.test_signing import KEYS

DOMAIN, RELAY = "conseil.example", "mail.conseil.example"


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Iterator[NameServer]:
    """The DNS of a council whose mail is in good health."""
    with run_name_server() as server:
        server.records = {
            (DOMAIN, "MX"): ["10 mail.conseil.example."],
            (DOMAIN, "TXT"): ['"v=spf1 a:mail.conseil.example -all"', '"autre chose"'],
            (RELAY, "A"): ["192.0.2.10"],
            ("10.2.0.192.in-addr.arpa", "PTR"): ["mail.conseil.example."],
            ("google._domainkey.conseil.example", "TXT"): ['"v=DKIM1; k=rsa; p=MIIB" "IjAN"'],
            ("_dmarc.conseil.example", "TXT"): ['"v=DMARC1; p=none; rua=mailto:dmarc@conseil.example"'],
        }
        monkeypatch.setattr(lookup, "make_resolver", server.resolver)
        yield server


@pytest.fixture(autouse=True)
def configured(settings: Settings) -> None:
    settings.BASE_URL = "https://www.conseil.example"
    settings.OUTBOX_DIR, settings.EMAIL_HOST, settings.EMAIL_PORT = None, RELAY, 1
    settings.EMAIL_USE_SSL = settings.EMAIL_USE_TLS = False


def ill(findings: list[Finding]) -> dict[str, Health]:
    """Whatever is not well, but for TLS: the name of the relay leads to no machine."""
    return {one.subject: one.health for one in findings if one.health != Health.WELL and one.subject != "TLS"}


def test_mail_in_good_health_has_nothing_to_mend(names: NameServer) -> None:
    findings = examine_mail()

    assert ill(findings) == {}
    assert {one.subject for one in findings} >= {"SPF", "DKIM", "DMARC", "PTR", "From", "Message-ID"}


WRONG, DOUBTFUL = Health.WRONG, Health.DOUBTFUL


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({(DOMAIN, "TXT"): []}, {"SPF": WRONG}),
        ({(DOMAIN, "TXT"): ['"v=spf1 a -all"', '"v=spf1 mx -all"']}, {"SPF": WRONG}),
        ({(DOMAIN, "TXT"): ['"v=spf1 ip4:198.51.100.0/24 -all"']}, {"SPF": DOUBTFUL}),
        ({("google._domainkey.conseil.example", "TXT"): []}, {"DKIM": DOUBTFUL}),
        ({("google._domainkey.conseil.example", "TXT"): ['"v=DKIM1; p="']}, {"DKIM": DOUBTFUL}),
        ({("_dmarc.conseil.example", "TXT"): []}, {"DMARC": WRONG}),
        ({("_dmarc.conseil.example", "TXT"): ['"v=DMARC1; p=none"', '"v=DMARC1; p=reject"']}, {"DMARC": WRONG}),
        ({("10.2.0.192.in-addr.arpa", "PTR"): []}, {"PTR": DOUBTFUL}),
        ({("10.2.0.192.in-addr.arpa", "PTR"): ["autre.example."]}, {"PTR": DOUBTFUL}),
        ({(RELAY, "A"): []}, {"SPF": DOUBTFUL, "PTR": WRONG}),
        ({(DOMAIN, "MX"): []}, {"From": WRONG}),
    ],
)
def test_each_illness_is_found(names: NameServer, change: dict[Any, list[str]], found: dict[str, Health]) -> None:
    names.records |= change

    assert ill(examine_mail()) == found


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"BASE_URL": "https://www.ailleurs.example"}, {"From": WRONG}),
        ({"BASE_URL": "http://www.conseil.example"}, {"List-Unsubscribe": WRONG}),
        ({"RETURN_ADDRESS": "r+{token}@ailleurs.example"}, {"SPF": WRONG, "DMARC": DOUBTFUL}),
        ({"DKIM_KEY": KEYS["rsa"], "DKIM_SELECTOR": "parvis"}, {"DKIM": WRONG}),
    ],
)
def test_each_illness_of_the_settings_is_found(
    names: NameServer, settings: Settings, changes: dict[str, str], found: dict[str, Health]
) -> None:
    for name, value in changes.items():
        setattr(settings, name, value)

    assert ill(examine_mail()) == found


def test_line_to_add_for_our_own_signature_cures_it(names: NameServer, settings: Settings) -> None:
    settings.DKIM_KEY, settings.DKIM_SELECTOR = KEYS["ed25519"], "parvis"
    (finding,) = (one for one in examine_mail() if one.subject == "DKIM")
    name, _kind, text = finding.record.partition(" TXT ")

    names.records[name.rstrip("."), "TXT"] = [text]

    assert (ill(examine_mail()), text.strip('"')) == ({}, public_record(KEYS["ed25519"]))


def test_policy_of_the_domain_above_holds(names: NameServer, settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "bonjour@lettres.conseil.example"
    names.records["lettres.conseil.example", "MX"] = ["10 mail.conseil.example."]

    assert "DMARC" not in ill(examine_mail())


def test_silent_dns_is_told_and_accuses_nobody(names: NameServer) -> None:
    names.silent = True

    assert set(ill(examine_mail()).values()) == {Health.DOUBTFUL}


@pytest.mark.parametrize(
    ("record", "result"),
    [
        ("v=spf1 ip4:192.0.2.0/24 -all", "pass"),
        ("v=spf1 include:autre.example ~all", "pass"),
        ("v=spf1 redirect=autre.example", "pass"),
        ("v=spf1 mx -all", "pass"),
        ("v=spf1 a:mail.conseil.example/28 -all", "pass"),
        ("v=spf1 -ip4:192.0.2.10 +all", "fail"),
        ("v=spf1 ip6:2001:db8::/32 ~all", "softfail"),
        ("v=spf1", "neutral"),
        ("v=spf2 +all", "none"),
    ],
)
def test_spf_is_read_as_receivers_do(names: NameServer, record: str, result: str) -> None:
    names.records |= {(DOMAIN, "TXT"): [f'"{record}"'], ("autre.example", "TXT"): ['"v=spf1 a:mail.conseil.example"']}

    assert Reading("192.0.2.10").result(DOMAIN) == result


def test_spf_that_asks_in_circles_is_given_up(names: NameServer) -> None:
    names.records[DOMAIN, "TXT"] = ['"v=spf1 include:conseil.example -all"']

    with pytest.raises(TooManyLookups):
        Reading("192.0.2.10").result(DOMAIN)
    assert ill(examine_mail())["SPF"] == Health.WRONG


def test_server_in_clear_is_wrong() -> None:
    with run_mail_server() as server:
        finding = examine_tls(server.host, server.port, from_the_first_byte=False, starts_tls=False)

    assert (finding.health, "en clair" in finding.what) == (Health.WRONG, True)


@pytest.mark.parametrize(("is_trusted", "health"), [(True, Health.WELL), (False, Health.WRONG)])
def test_certificate_of_the_server_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_trusted: bool, health: Health
) -> None:
    certificate, key = make_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    controller = Controller(Sink(), hostname="127.0.0.1", port=_free_port(), tls_context=context)
    controller.start()
    try:
        found = examine_tls("localhost", controller.port, from_the_first_byte=False, starts_tls=True)
    finally:
        controller.stop()

    assert found.health == health


def test_server_that_does_not_answer_is_told() -> None:
    assert examine_tls("127.0.0.1", 1, from_the_first_byte=True, starts_tls=False).health == Health.WRONG


def test_command_says_the_line_and_fails(names: NameServer, capsys: pytest.CaptureFixture[str]) -> None:
    names.records["_dmarc.conseil.example", "TXT"] = []

    with pytest.raises(SystemExit) as end:
        call_command("mail_doctor")

    said = capsys.readouterr().out
    assert end.value.code == 1
    assert '_dmarc.conseil.example. TXT "v=DMARC1; p=none; rua=mailto:dmarc@conseil.example"' in said
    assert "conseil.example n’a pas de politique DMARC." in said


def test_command_as_json_succeeds_when_all_is_well(
    names: NameServer, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.OUTBOX_DIR = str(tmp_path)  # no server: what concerns it is left out

    call_command("mail_doctor", "--json")

    found = json.loads(capsys.readouterr().out)
    assert {(one["subject"], one["health"]) for one in found} == {
        (subject, "well") for subject in ("From", "DKIM", "DMARC", "Message-ID", "List-Unsubscribe")
    }


def test_selector_that_is_named_must_hold_a_key(names: NameServer, settings: Settings) -> None:
    (finding,) = (one for one in examine_mail("autre") if one.subject == "DKIM")

    assert finding.health == Health.WRONG


def _free_port() -> int:

    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
