"""MIME messages, as mails and saved pages are: parsed so that no broken one is more than a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message

from claimtracker.domain.errors import UserError
from claimtracker.exchange.readers.markup import one_line

_MOST_PARTS = 2000


def parse_message(raw: bytes, name: str) -> Message:
    """The message in the bytes of a file. Raises `UserError` when its parts are inside each other without end."""
    content = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    try:
        message = message_from_bytes(content)
        if sum(1 for _ in message.walk()) > _MOST_PARTS:
            raise UserError(f"{name} is a message of more than {_MOST_PARTS} parts, which none has that a person sent.")
    except (RecursionError, MessageError, ValueError, LookupError) as error:
        raise UserError(f"{name} is a message whose parts cannot be told apart.") from error
    return message


def header(message: Message, key: str) -> str:
    """A header on one line, decoded; as it stands where it is broken."""
    value = next((str(value) for name, value in message.raw_items() if name.casefold() == key.casefold()), "")
    if not value.isascii():
        # Headers are to be ASCII; what is none is the bytes of whatever the mail program had.
        raw = value.encode("utf-8", "surrogateescape")
        try:
            return one_line(raw.decode())
        except UnicodeDecodeError:
            return one_line(raw.decode("cp1252", "replace"))
    try:
        text = str(make_header(decode_header(value)))
    except (LookupError, ValueError, MessageError):
        text = value
    return one_line(text.encode("utf-8", "replace").decode())


def parts(message: Message) -> Iterator[Message]:
    """The parts of a message that hold something, those of attached messages left out."""
    if message.get_content_type() == "message/rfc822":
        return
    if message.is_multipart():
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from parts(part)
    else:
        yield message


def content(part: Message) -> bytes:
    """The bytes of a part, its transfer encoding undone as far as that goes."""
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError):
        payload = None
    return payload if isinstance(payload, bytes) else b""


def charset(part: Message) -> str:
    """What a part says of its encoding; empty when it says nothing that can be understood."""
    try:
        told = part.get_param("charset", "")
    except (ValueError, LookupError):
        return ""
    return str(told[2] if isinstance(told, tuple) else told or "")


def file_name(part: Message) -> str:
    """What an attachment is called; empty for a part of the message itself."""
    try:
        name = part.get_filename("") if part.get_content_disposition() == "attachment" else ""
    except (ValueError, LookupError, TypeError):
        return ""
    return one_line(name.encode("utf-8", "replace").decode())
