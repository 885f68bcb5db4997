"""A mail server on the loopback that keeps whom it took a letter for, and misbehaves as it is told."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

CUT, HANG = "cut", "hang"
GREETINGS = {
    b"EHLO": b"250-faults\r\n250-PIPELINING\r\n250 8BITMIME\r\n",
    b"HELO": b"250 faults\r\n",
    b"RSET": b"250 2.0.0 ok\r\n",
    b"NOOP": b"250 2.0.0 ok\r\n",
}
END_OF_LETTER = b"\r\n.\r\n"

# What to say at "rcpt" or after the "letter" of someone, the so-manieth that comes there: an answer, CUT, HANG or "".
Misbehaviour = Callable[[str, str, int], str]


class MailServer:
    """Opens and closes on one port; ``taken`` has each recipient as often as a letter for it was taken."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.misbehave: Misbehaviour = lambda _stage, _recipient, _place: ""
        self.counts = {"rcpt": 0, "letter": 0}
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Transport] = set()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()

    @property
    def connections(self) -> int:
        return len(self._open)

    def open(self) -> None:
        self._do(self._listen())

    def close(self) -> None:
        """As a machine that is switched off: nobody is told."""
        self._do(self._hang_up())

    def well(self) -> None:
        """Forget whom it took a letter for, and behave."""
        self.taken.clear()
        self.counts = {"rcpt": 0, "letter": 0}
        self.misbehave = lambda _stage, _recipient, _place: ""

    def _do(self, work: Any) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    async def _listen(self) -> None:
        self._server = await self._loop.create_server(lambda: Conversation(self), "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _hang_up(self) -> None:
        if self._server is not None:
            self._server.close()
            for transport in list(self._open):
                transport.abort()
            self._server = None


class Conversation(asyncio.Protocol):
    """One connection; commands are answered in order."""

    def __init__(self, server: MailServer) -> None:
        self.server = server
        self.pending, self.recipient, self.is_in_letter, self.is_silent = b"", "", False, False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101
        self.transport = transport
        self.server._open.add(transport)
        transport.write(b"220 faults ESMTP\r\n")

    def connection_lost(self, exc: Exception | None) -> None:
        self.server._open.discard(self.transport)

    def data_received(self, data: bytes) -> None:
        self.pending += data
        while not self.is_silent and (self._take_letter() if self.is_in_letter else self._take_command()):
            pass

    def _take_letter(self) -> bool:
        end = self.pending.find(END_OF_LETTER)
        if end < 0:
            return False
        self.pending = self.pending[end + len(END_OF_LETTER) :]
        self.is_in_letter = False
        said = self._asked("letter")
        if said in ("", CUT, HANG):
            self.server.taken.append(self.recipient)
        return self._say(said or "250 2.0.0 taken")

    def _take_command(self) -> bool:
        line, found, rest = self.pending.partition(b"\r\n")
        if not found:
            return False
        self.pending, verb = rest, line[:4].upper()
        if verb == b"QUIT":
            self.transport.write(b"221 2.0.0 bye\r\n")
            self.transport.close()
            return False
        if verb == b"MAIL":
            self.recipient = ""
            return self._say("250 2.1.0 ok")
        if verb == b"RCPT":
            self.recipient = line.partition(b"<")[2].partition(b">")[0].decode()
            said = self._asked("rcpt")
            self.recipient = "" if said else self.recipient
            return self._say(said or "250 2.1.5 ok")
        if verb == b"DATA":
            self.is_in_letter = bool(self.recipient)
            return self._say("354 go on" if self.recipient else "503 5.5.1 nobody")
        self.transport.write(GREETINGS.get(verb, b"502 5.5.2 what?\r\n"))
        return True

    def _asked(self, stage: str) -> str:
        self.server.counts[stage] += 1
        return self.server.misbehave(stage, self.recipient, self.server.counts[stage])

    def _say(self, words: str) -> bool:
        if words == CUT:
            self.transport.abort()
            return False
        if words == HANG:
            self.is_silent = True
            return False
        self.transport.write(words.encode() + b"\r\n")
        if words.startswith("421"):
            self.transport.close()
            return False
        return True
