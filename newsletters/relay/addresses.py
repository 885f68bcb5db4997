"""An address as it may be written in an SMTP command and in a header."""

import re

from django.utils.encoding import punycode
from django.utils.translation import gettext as _

from newsletters.relay.answers import UnsendableAddress

# RFC 5321 §4.1.2: a dot-string or a quoted string, in ASCII; no space or angle bracket outside quotes.
LOCAL_PART = re.compile(r"""[!#$%&'*+\-/=?^_`{|}~.0-9A-Za-z]{1,64}|"(?:[ !#-\[\]-~]|\\[ -~]){0,62}\"""")
DOMAIN = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z.-]{0,250}[0-9A-Za-z])?")


def wire_address(address: str) -> str:
    """The address with its domain in punycode, fit for ``RCPT TO:<…>`` and ``To:``.

    Raises ``UnsendableAddress`` where that is impossible: a local part with accents (it would need
    SMTPUTF8, RFC 6531), a line break, a missing part.
    """
    local, _at, domain = address.rpartition("@")
    try:
        domain = punycode(domain)
    except UnicodeError:
        domain = ""
    if not LOCAL_PART.fullmatch(local) or not DOMAIN.fullmatch(domain) or len(local) + len(domain) > 253:
        raise UnsendableAddress(_("This address cannot be written to: check its letters and its accents."))
    return f"{local}@{domain}"
