"""A mail server of a few lines, on sockets of this machine: takes letters, refuses them, hangs up, falls silent.

`mood(recipient, attempt)` says how each conversation goes: a word of `MOODS`.
"""

import contextlib
import socket
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

TAKE = "take"
BUSY = "busy"  # 451 at the recipient: try again later
REFUSE = "refuse"  # 550 at the recipient: nobody of that name
HANG_UP = "hang up"  # before the letter is read
FALL_SILENT = "fall silent"  # after the letter was read and taken, without a word
LOSE = "lose"  # the same, and it is not taken
MOODS = (TAKE, BUSY, REFUSE, HANG_UP, FALL_SILENT, LOSE)


@dataclass
class PostOffice:
    mood: Callable[[str, int], str] = lambda recipient, attempt: TAKE
    taken: list[EmailMessage] = field(default_factory=list)
    attempts: Counter[str] = field(default_factory=Counter)
    patience: float = 3

    def __post_init__(self) -> None:
        self._lock, self._open = threading.Lock(), True
        self._silent: list[socket.socket] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._open = False
        with contextlib.suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)  # wakes who waits at it
        self._door.close()
        for conversation in self._silent:
            conversation.close()

    def _serve(self) -> None:
        while self._open:
            try:
                conversation, _address = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(conversation,), daemon=True).start()

    def _talk(self, conversation: socket.socket) -> None:
        conversation.settimeout(self.patience * 10)
        lines = conversation.makefile("rb")
        try:
            self._say(conversation, "220 here")
            recipient, mood = "", TAKE
            for raw in lines:
                line = raw.decode().strip()
                word = line.upper()
                if word.startswith("RCPT"):
                    recipient = line.partition("<")[2].partition(">")[0]
                    mood = self._mood_for(recipient)
                    if mood == HANG_UP:
                        return
                    self._say(conversation, {BUSY: "451 later", REFUSE: "550 no such person"}.get(mood, "250 fine"))
                elif word == "DATA":
                    self._say(conversation, "354 go on")
                    self._take(lines, lost=mood == LOSE)
                    if mood in (FALL_SILENT, LOSE):
                        self._silent.append(conversation)
                        return
                    self._say(conversation, "250 taken")
                elif word == "QUIT":
                    self._say(conversation, "221 bye")
                    return
                else:
                    self._say(conversation, "250 fine")
        except OSError:
            return
        finally:
            lines.close()
            if conversation not in self._silent:
                conversation.close()

    def _mood_for(self, recipient: str) -> str:
        with self._lock:
            self.attempts[recipient] += 1
            return self.mood(recipient, self.attempts[recipient])

    def _take(self, lines: Any, *, lost: bool) -> None:
        body = b""
        for line in lines:
            if line.rstrip(b"\r\n") == b".":
                break
            body += line[1:] if line.startswith(b".") else line
        if not lost:
            with self._lock:
                self.taken.append(cast(EmailMessage, message_from_bytes(body, policy=policy.default)))

    @staticmethod
    def _say(conversation: socket.socket, answer: str) -> None:
        conversation.sendall(f"{answer}\r\n".encode())
