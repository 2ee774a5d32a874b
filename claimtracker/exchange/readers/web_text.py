"""From the bytes of a web page to its characters, where what it says of its encoding may be wrong."""

from __future__ import annotations

import codecs
import re

from claimtracker.text.encodings import Decoded, decode

_DECLARED = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,500}?\b(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE
)
_PAGE = re.compile(rb"<(?:!doctype|html|head|body|p|div)\b", re.IGNORECASE)
_LOOKED_AT = 200_000
"""Bytes in which a page may say its encoding: some have a style sheet before it."""
_AS_BROWSERS_DO = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "utf-16": "utf-8",
    "utf-16-le": "utf-8", "utf-16-be": "utf-8", "utf-7": "cp1252",
}  # fmt: skip
"""What is meant when a page names these: the WHATWG's list, as far as Python's names go."""
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_GUESSED_UP_TO = 2_000_000


def decode_page(raw: bytes, name: str, told: str = "") -> Decoded:
    """The characters of a page: by its mark, as UTF-8 if it is that, else as its sender (`told`) or it itself says.

    UTF-8 with some broken places stays UTF-8: they become U+FFFD, which can be seen. Raises `UserError` when it is no
    text at all.
    """
    if raw.startswith(_MARKS) or b"\0" in raw[:64]:
        return decode(raw, name)
    declared = _known(told) or _known(_declaration(raw))
    if declared.startswith(("iso2022", "hz")) and raw.isascii():
        # All of their letters are ASCII and so UTF-8 too.
        return Decoded(_lines(raw.decode(declared, "replace")), declared)
    for encoding in ("utf-8", declared):
        try:
            return Decoded(_lines(raw.decode(encoding or "utf-8")), encoding or "utf-8")
        except (UnicodeDecodeError, LookupError):
            continue
    damaged = raw.decode("utf-8", "replace")
    broken = damaged.count("�")
    right = len(damaged) - len(damaged.encode("ascii", "ignore")) - broken
    if right > 2 * broken or (declared == "utf-8" and broken <= 3):
        return Decoded(_lines(damaged), "utf-8")
    if declared and declared != "utf-8":
        return Decoded(_lines(raw.decode(declared, "replace")), declared)
    if len(raw) > _GUESSED_UP_TO:
        return Decoded(_lines(raw.decode("cp1252", "replace")), "cp1252")
    return decode(raw, name)


def _declaration(raw: bytes) -> str:
    found = _DECLARED.search(raw, 0, _LOOKED_AT)
    return found[1].decode("ascii") if found else ""


def _known(name: str) -> str:
    """The encoding that is meant by a name; empty for one that Python does not know, or that is none of text."""
    try:
        found = codecs.lookup(name.strip().strip("\"'"))
        "".encode(found.name)
    except (LookupError, ValueError, UnicodeError):
        return ""
    return _AS_BROWSERS_DO.get(found.name, found.name)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def as_utf8(raw: bytes, told: str) -> bytes:
    """A page in UTF-8 where its server alone says its encoding; as it came where it says so itself, or is no text."""
    encoding = _known(told)
    if (
        not encoding
        or encoding == "utf-8"
        or raw.startswith(_MARKS)
        or _declaration(raw)
        or not _PAGE.search(raw[:2000])
    ):
        return raw
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode(encoding, "replace").encode("utf-8", "replace")
    return raw
