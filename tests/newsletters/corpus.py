"""Messages written by hand after RFC 3464 and RFC 5965, in the dialects of the big providers; all is fictional."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from newsletters.domain.hearing.statuses import Verdict

FOLDER = Path(__file__).parent / "corpus"
RECIPIENT = "voisine1@example.org"
RETURN_PATH = "retour+{token}@conseil.example"


@dataclass(frozen=True)
class Expected:
    """What must be read in one of them; the verdict is of a refusal alone."""

    kind: str
    status: str = ""
    verdict: Verdict | None = None
    recipient: str = RECIPIENT
    has_token: bool = True


GONE, FOR_NOW, DISTRUST = Verdict.GONE, Verdict.FOR_NOW, Verdict.DISTRUST

EXPECTED: dict[str, Expected] = {
    "gmail-unknown": Expected("refused", "5.1.1", GONE),
    "gmail-delay": Expected("delayed", "4.4.1"),
    "gmail-not-authenticated": Expected("refused", "5.7.26", DISTRUST),
    "outlook-unknown": Expected("refused", "5.1.10", GONE),
    "outlook-full": Expected("refused", "5.2.2", FOR_NOW),
    "outlook-515": Expected("refused", "5.7.515", DISTRUST),
    "yahoo-unknown": Expected("refused", "5.1.1", GONE),
    "yahoo-disabled": Expected("refused", "5.2.1", GONE),
    "yahoo-complaint": Expected("complaint"),
    "postfix-unknown": Expected("refused", "5.1.1", GONE),
    "postfix-no-host": Expected("refused", "5.4.4", Verdict.UNSURE),
    "postfix-expired": Expected("refused", "4.4.1", FOR_NOW),
    "postfix-full": Expected("refused", "5.2.2", FOR_NOW),
    "postfix-relayed": Expected("automatic"),
    "exim-plain-unknown": Expected("refused", "5.1.1", GONE),
    "exim-unrouteable": Expected("refused", "5.1.2", GONE),
    "exim-delay": Expected("delayed", "4.7.1"),
    "qmail-unknown": Expected("refused", "5.1.1", GONE),
    "qmail-full": Expected("refused", "5.2.2", FOR_NOW),
    "ses-unknown": Expected("refused", "5.1.1", GONE),
    "ses-complaint": Expected("complaint"),
    "arf-redacted": Expected("complaint", recipient="", has_token=False),
    "arf-not-spam": Expected("automatic", recipient=""),
    "microsoft-complaint": Expected("complaint"),
    "videotron-like-unknown": Expected("refused", "5.1.1", GONE),
    "videotron-like-full": Expected("refused", "5.2.2", FOR_NOW),
    "forwarded-srs": Expected("refused", "5.1.1", GONE, recipient="une-autre@example.net"),
    "office-gmail": Expected("automatic", recipient=""),
    "office-outlook": Expected("automatic", recipient=""),
    "office-old": Expected("automatic", recipient="", has_token=False),
    "read-receipt": Expected("automatic", recipient=""),
    "somebody-answers": Expected("unread", recipient=""),
    "cut-in-two": Expected("unread", recipient=""),
}


def message(
    name: str, return_path: str = RETURN_PATH, *, recipient: str = RECIPIENT, unsubscribe: str = "https://x.example/d/"
) -> bytes:
    """One message of the corpus as it travels, about a letter that left from that return path."""
    local, _at, domain = return_path.rpartition("@")
    text = (FOLDER / f"{name}.eml").read_text(encoding="utf-8")
    values = {
        "{return_path}": return_path,
        "{recipient}": recipient,
        "{unsubscribe}": unsubscribe,
        "{srs}": f"SRS0=HHH=TT={domain}={local}@redirection.example",
    }
    for place, value in values.items():
        text = text.replace(place, value)
    plain_latin = "charset=iso-8859-1\nContent-Transfer-Encoding: 8bit" in text
    return text.encode("latin-1" if plain_latin else "utf-8").replace(b"\n", b"\r\n")
