"""From the bytes of a text file to its characters."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from claimtracker.domain.errors import UserError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = {
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"SQLite format 3": "a database",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"\x1f\x8b": "a compressed file",
    b"{\\rtf": "an RTF document",
}


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with line ends as `\\n`, and the encoding it was found to be in."""

    text: str
    encoding: str


def decode(raw: bytes, name: str = "the file") -> Decoded:
    """Read text of an unknown encoding: by its byte-order mark, as UTF-8, as UTF-16 by its pattern, as Windows-1252.

    What is none of these is given to charset-normalizer for a suggestion. The mark is no part of the text, and each
    line end becomes one `\\n`, so that offsets do not depend on the system it was saved on.
    Raises `UserError` naming the file when it is no text or cannot be read without losing some of it.
    """
    for magic, what in _MAGIC.items():
        if raw.startswith(magic):
            raise UserError(f"{name} is {what}, not plain text.")
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _strict(raw, encoding, name)
    encoding = _utf16_by_pattern(raw)
    if encoding:
        return _strict(raw, encoding, name)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return _eight_bit(raw, name)
    return _checked(text, "utf-8", name)


def _strict(raw: bytes, encoding: str, name: str) -> Decoded:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise UserError(f"{name} says it is {encoding.upper()} but is broken at byte {error.start + 1}.") from error
    return _checked(text, encoding, name)


def _eight_bit(raw: bytes, name: str) -> Decoded:
    try:
        return _checked(raw.decode("cp1252"), "cp1252", name)
    except UnicodeDecodeError as error:
        place = error.start + 1
    from charset_normalizer import from_bytes  # noqa: PLC0415  slow to load, and hardly ever needed

    best = from_bytes(raw).best()
    if best is None:
        raise UserError(f"{name} is in no encoding that could be found; byte {place} is not text.")
    return _checked(raw.decode(best.encoding), best.encoding, name)


def _checked(text: str, encoding: str, name: str) -> Decoded:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    controls = sum(text[:20_000].count(chr(code)) for code in range(32) if code not in {9, 10, 12})
    if controls > 8 and controls > len(text[:20_000]) // 50:
        raise UserError(f"{name} is not a text: it is full of control characters.")
    return Decoded(text, encoding)


def _utf16_by_pattern(raw: bytes) -> str:
    """Which UTF-16 it is when every second byte of a western text is zero; empty when it is not."""
    head = raw[:4000]
    if len(head) < 4 or len(raw) % 2:
        return ""
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros, others = head[first::2].count(0), head[1 - first :: 2].count(0)
        if zeros > 0.4 * len(head) / 2 and others == 0:
            return encoding
    return ""
