"""Examines the server that takes our letters: its name, and whether it keeps what it is told to itself."""

from __future__ import annotations

import smtplib
import ssl

from django.utils.translation import gettext as _

from newsletters.doctor.findings import Finding, doubtful, well, wrong
from newsletters.doctor.lookup import addresses_of, name_of

TIMEOUT = 15  # seconds


def examine_name(host: str) -> Finding:
    """Each address has a name, and the name leads back to it."""
    addresses = addresses_of(host)
    if not addresses:
        why = _("No letter can be handed over: check EMAIL_URL.")
        return wrong("PTR", _("{host} leads nowhere.").format(host=host), why)
    lost = [one for one in addresses if one not in [back for name in name_of(one) for back in addresses_of(name)]]
    if not lost:
        return well("PTR", _("The addresses of {host} have a name that leads back to them.").format(host=host))
    what = _("{address} ({host}) has no name that leads back to it.").format(address=lost[0], host=host)
    why = _("Many servers refuse what comes from a nameless machine. Whoever rents the machine sets its PTR record.")
    return doubtful("PTR", what, why)


def examine_tls(host: str, port: int, *, from_the_first_byte: bool, starts_tls: bool) -> Finding:
    """The connection is secret, and the certificate that of the server."""
    context = ssl.create_default_context()
    try:
        if from_the_first_byte:
            with smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=context):
                return well("TLS", _("{host} is who it says, and nobody reads along.").format(host=host))
        with smtplib.SMTP(host, port, timeout=TIMEOUT) as smtp:
            smtp.ehlo_or_helo_if_needed()
            if starts_tls:
                smtp.starttls(context=context)
                return well("TLS", _("{host} is who it says, and nobody reads along.").format(host=host))
            offers = smtp.has_extn("starttls")
    except ssl.SSLCertVerificationError as error:
        what = _("The certificate of {host} is not valid ({reason}).").format(host=host, reason=error.verify_message)
        return wrong("TLS", what, _("Nothing leaves through a server that may be another one. Tell the provider."))
    except (smtplib.SMTPException, OSError) as error:
        what = _("{host} does not answer on port {port} ({reason}).").format(host=host, port=port, reason=error)
        return wrong("TLS", what, _("No letter can be handed over: check EMAIL_URL."))
    if offers:
        why = _("Write smtp+tls:// in EMAIL_URL: {host} can do it.").format(host=host)
    else:
        why = _("Addresses and passwords are read along the way. Ask the provider for a port with TLS.")
    return wrong("TLS", _("Letters go to {host} in clear.").format(host=host), why)
