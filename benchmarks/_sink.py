"""A mail server that takes every letter and keeps none: what the measures of sending are made against.

A process of its own, so that it does not slow down what is measured: prints its port, then serves until it is ended.
"""

from __future__ import annotations

import asyncio

ANSWERS = {
    b"EHLO": b"250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n",
    b"HELO": b"250 sink\r\n",
    b"MAIL": b"250 2.1.0 ok\r\n",
    b"RCPT": b"250 2.1.5 ok\r\n",
    b"RSET": b"250 2.0.0 ok\r\n",
    b"NOOP": b"250 2.0.0 ok\r\n",
    b"DATA": b"354 go on\r\n",
}
END_OF_LETTER = b"\r\n.\r\n"


class Conversation(asyncio.Protocol):
    """One connection: commands are answered in order, letters are counted and dropped."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101
        self.transport = transport
        self.pending = b""
        self.is_in_letter = False
        transport.write(b"220 sink ESMTP\r\n")

    def data_received(self, data: bytes) -> None:
        self.pending += data
        while self._take_letter() if self.is_in_letter else self._take_command():
            pass

    def _take_letter(self) -> bool:
        end = self.pending.find(END_OF_LETTER)
        if end < 0:
            return False
        self.pending = self.pending[end + len(END_OF_LETTER) :]
        self.is_in_letter = False
        self.transport.write(b"250 2.0.0 taken\r\n")
        return True

    def _take_command(self) -> bool:
        line, found, rest = self.pending.partition(b"\r\n")
        if not found:
            return False
        self.pending = rest
        verb = line[:4].upper()
        if verb == b"QUIT":
            self.transport.write(b"221 2.0.0 bye\r\n")
            self.transport.close()
            return False
        self.is_in_letter = verb == b"DATA"
        self.transport.write(ANSWERS.get(verb, b"502 5.5.2 what?\r\n"))
        return True


async def serve() -> None:
    server = await asyncio.get_running_loop().create_server(Conversation, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve())
