"""What a file is, by how its content begins."""

from __future__ import annotations

import io
import re
import zipfile

GZIP = b"\x1f\x8b\x08"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Office documents before 2007, and those of today inside a lock."""
_HEADERS = frozenset(
    b"arc-seal authentication-results bcc cc content-transfer-encoding content-type date delivered-to dkim-signature"
    b" from in-reply-to list-id list-unsubscribe message-id mime-version received references reply-to return-path"
    b" sender snapshot-content-location subject to".split()
)
_HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9-]{1,40}):")
_RELATED = re.compile(rb"^content-type:\s*multipart/related\b", re.IGNORECASE | re.MULTILINE)
_MIME = re.compile(rb"^mime-version:", re.IGNORECASE | re.MULTILINE)
_SAVED = re.compile(rb"^(?:from:\s*\"?<?saved by\b|snapshot-content-location:)", re.IGNORECASE | re.MULTILINE)
_SENT = re.compile(rb"^(?:received|return-path|delivered-to|to|reply-to):", re.IGNORECASE | re.MULTILINE)
_BEFORE_PAGE = re.compile(rb"(?:\s|<!--.{0,4000}?-->|<\?xml[^>]{0,200}\?>)+", re.DOTALL)
_PAGE = re.compile(
    rb"<(?:!doctype\s+html|(?:html|head|body|title|meta|link|script|style|article|main|section|header|div|p|h1|table)[\s>/])",
    re.IGNORECASE,
)


def nothing(_raw: bytes) -> bool:
    """No content is known by its look."""
    return False


def is_pdf(raw: bytes) -> bool:
    """A PDF document; some begin with a stray line."""
    return b"%PDF-" in raw[:1024]


def is_rtf(raw: bytes) -> bool:
    """A rich text document."""
    return raw[:64].lstrip().startswith(b"{\\rtf")


def is_docx(raw: bytes) -> bool:
    """A document of Word."""
    return _holds(raw, "word/document.xml")


def is_odt(raw: bytes) -> bool:
    """An OpenDocument text."""
    return _declares(raw, b"application/vnd.oasis.opendocument.text")


def is_epub(raw: bytes) -> bool:
    """An electronic book."""
    return _declares(raw, b"application/epub+zip")


def is_web_archive(raw: bytes) -> bool:
    """A page saved with its parts as one MIME message, as Chrome, Edge and Word do, and not sent by anybody."""
    head = _mail_head(raw)
    if not head or _MIME.search(head) is None or _RELATED.search(head) is None:
        return False
    return _SAVED.search(head) is not None or _SENT.search(head) is None


def is_mail(raw: bytes) -> bool:
    """A mail: it begins with header lines, among them three that mails have."""
    names = {name.lower() for name in re.findall(rb"^([A-Za-z][A-Za-z0-9-]{1,40}):", _mail_head(raw), re.MULTILINE)}
    return len(names & _HEADERS) >= 3 and bool(names & {b"from", b"received", b"message-id", b"return-path"})


def is_web_page(raw: bytes) -> bool:
    """HTML or XHTML, in an 8-bit encoding or in UTF-16."""
    # Every second byte of UTF-16 is zero where it spells tags.
    head = (
        raw[:8192].removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\0", b"")
    )
    before = _BEFORE_PAGE.match(head)
    return _PAGE.match(head, before.end() if before else 0) is not None


def _mail_head(raw: bytes) -> bytes:
    """The header lines of a message; nothing when it does not begin with one."""
    head = raw[:65536].removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n").replace(b"\r\n", b"\n")
    if head.startswith((b"From ", b">From ")):
        head = head.partition(b"\n")[2]
    return head.partition(b"\n\n")[0] if _HEADER.match(head) else b""


def _holds(raw: bytes, member: str) -> bool:
    if not raw.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return member in archive.NameToInfo
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        return False


def _declares(raw: bytes, kind: bytes) -> bool:
    """Whether a ZIP begins with a member “mimetype” that says this."""
    return raw.startswith(b"PK\x03\x04") and b"mimetype" + kind in raw[:200]
