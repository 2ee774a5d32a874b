"""The page at an address, when somebody asks for it: the only thing of Claim Tracker that goes to the network.

An address that a person types may lead anywhere they can reach, their own network included. A page may send on to
another address, but not from the public net into a private one, and never to a file: whoever wrote the page is not the
one who asked.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import time
import urllib.error
import urllib.request
from http.client import HTTPException, HTTPMessage, HTTPResponse
from typing import IO, NoReturn
from urllib.parse import quote, urlsplit, urlunsplit

from claimtracker.domain.errors import UserError
from claimtracker.domain.progress import Progress, no_progress
from claimtracker.exchange.readers import ReadArticle, read_bytes
from claimtracker.exchange.readers.base import LARGEST
from claimtracker.exchange.readers.web_text import as_utf8

_SECONDS_OF_SILENCE = 20.0
_SECONDS = 60.0
_REDIRECTS = 5
_PIECE = 1 << 16
_HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; ClaimTracker; a person asked for this page)",
    "Accept": "text/html, application/xhtml+xml, application/pdf;q=0.9, text/plain;q=0.8, */*;q=0.5",
    "Accept-Encoding": "gzip, identity;q=0.5",
}


def fetch(address: str, progress: Progress = no_progress, *, largest: int = LARGEST) -> bytes:
    """The page or document at an address, as it is sent: at most `largest` bytes, at most a minute.

    Raises `UserError`, one sentence that begins with the address, when it cannot be had, and `Cancelled` from
    `progress`, which is told the bytes that have come.
    """
    url = checked_address(address)
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(), urllib.request.HTTPHandler(), urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(), urllib.request.HTTPErrorProcessor(), _Redirects(address),
    ):  # fmt: skip
        opener.add_handler(handler)
    request = urllib.request.Request(url, headers=_HEADERS)  # noqa: S310  http and https alone have a handler
    try:
        with opener.open(request, timeout=_SECONDS_OF_SILENCE) as answer:
            raw = _received(answer, address, progress, largest)
            return as_utf8(raw, answer.headers.get_content_charset("") or "")
    except urllib.error.HTTPError as error:
        error.close()
        if 300 <= error.code < 400:
            raise UserError(f"{address} sends on again and again, or to what is no page.") from error
        raise UserError(f"{address} could not be fetched: the server answered {error.code} {error.reason}.") from error
    except urllib.error.URLError as error:
        raise UserError(f"{address} could not be fetched: {_why(error.reason)}.") from error
    except (OSError, HTTPException, ValueError) as error:
        raise UserError(f"{address} could not be fetched: {_why(error)}.") from error


def read_address(address: str, progress: Progress = no_progress) -> ReadArticle:
    """The article at an address."""
    return read_bytes(fetch(address, progress), address)


def checked_address(address: str) -> str:
    """An address as it is asked for. Raises `UserError` for one that is not of the web or that no server can have."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").encode("idna").decode() if parts.hostname else ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        host, port, parts = "", "", urlsplit("")
    if parts.scheme not in {"http", "https"} or not host:
        raise UserError(f"{address} is not the address of a web page, which begins with https:// or http://.")
    if parts.username or parts.password:
        raise UserError(f"{address} has a name or a password in it, which is not sent.")
    shown = f"[{host}]" if ":" in host else host
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return urlunsplit((parts.scheme, shown + port, path, quote(parts.query, safe="/%:@!$&'()*+,;=~-._?"), ""))


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a few times, to the web alone, and not from the public net into a private one."""

    max_redirections = _REDIRECTS
    max_repeats = 2

    def __init__(self, address: str) -> None:
        self._address = address

    def redirect_request(  # noqa: PLR0917  the library's own
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        """Where to go on, looked at first."""
        try:
            url = checked_address(newurl)
        except UserError:
            self._refuse(newurl, fp)
        if is_private(url) and not is_private(self._address):
            self._refuse(newurl, fp)
        return super().redirect_request(req, fp, code, msg, headers, url)

    def _refuse(self, newurl: str, answer: IO[bytes]) -> NoReturn:
        answer.close()
        shown = "".join(letter for letter in newurl[:200] if letter.isprintable())
        raise UserError(f"{self._address} sends on to {shown}, which is not followed.")


def is_private(url: str) -> bool:
    """Whether the host of an address is of this machine or its own network. One that is not found is neither."""
    try:
        found = socket.getaddrinfo(urlsplit(url).hostname, None)
    except (OSError, ValueError):
        return False
    hosts = {str(entry[4][0]).partition("%")[0] for entry in found}
    return any(not ipaddress.ip_address(host).is_global for host in hosts)


def _received(answer: HTTPResponse, address: str, progress: Progress, largest: int) -> bytes:
    ends = time.monotonic() + _SECONDS
    pieces: list[bytes] = []
    length = 0
    told = int(answer.headers.get("Content-Length", "0")) if answer.headers.get("Content-Length", "").isdecimal() else 0
    while piece := answer.read1(_PIECE):
        pieces.append(piece)
        length += len(piece)
        if max(length, told) > largest:
            raise UserError(f"{address} is too large to be an article: more than {largest // 1_000_000} MB.")
        if time.monotonic() > ends:
            raise UserError(f"{address} could not be fetched: it had not all come after {_SECONDS:.0f} seconds.")
        progress(length, max(length, told))
    return b"".join(pieces)


def _why(reason: object) -> str:
    if isinstance(reason, TimeoutError):
        return f"the server said nothing for {_SECONDS_OF_SILENCE:.0f} seconds"
    if isinstance(reason, socket.gaierror):
        return "there is no such server, or no network"
    words = reason.strerror if isinstance(reason, OSError) and reason.strerror else str(reason)
    return re.sub(r"\s+", " ", words).strip(" .") or type(reason).__name__
