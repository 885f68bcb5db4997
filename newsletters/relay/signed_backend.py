"""Django's own mail (confirmations, sign-in) over SMTP, signed as the letters are."""

from __future__ import annotations

import smtplib
from typing import Any

from django.core.mail.backends.smtp import EmailBackend

from newsletters.relay.signing import sign


class SignedBackend(EmailBackend):
    """The backend of Django, whose connection signs what it hands over; nothing else where no key is configured."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _SignedOverTls if self.use_ssl else _Signed


class _Signed(smtplib.SMTP):
    def sendmail(self, from_addr: str, to_addrs: Any, msg: Any, *args: Any, **kwargs: Any) -> Any:
        return super().sendmail(from_addr, to_addrs, sign(bytes(msg)), *args, **kwargs)


class _SignedOverTls(smtplib.SMTP_SSL):
    def sendmail(self, from_addr: str, to_addrs: Any, msg: Any, *args: Any, **kwargs: Any) -> Any:
        return super().sendmail(from_addr, to_addrs, sign(bytes(msg)), *args, **kwargs)
