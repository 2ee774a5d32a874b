"""Pages are fetched when somebody asks, with limits; and nothing else of the core knows the network."""

from __future__ import annotations

import ast
import gzip
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.client import HTTPMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from urllib.request import Request

import pytest

from claimtracker.domain.errors import Cancelled, UserError
from claimtracker.exchange import fetching
from claimtracker.exchange.fetching import checked_address, fetch, is_private, read_address

PACKAGE = Path(__file__).parents[2] / "claimtracker"
FILES = Path(__file__).parent / "readers" / "files"
FILE = "file:" + "///etc/hostname"
PAGE = "<html><title>T</title><body><p>The café owner “denied” it on Monday, she said.</p></body></html>"


class _Site(BaseHTTPRequestHandler):
    """A site with a page, and with all that a page can do to whoever asks for it."""

    def do_GET(self) -> None:
        sends_on = {
            "/moved": "/page",
            "/loop": "/loop",
            "/to-file": FILE,
            "/to-ftp": "ftp://127.0.0.1/x",
        }
        if self.path in sends_on:
            self.send_response(302)
            self.send_header("Location", sends_on[self.path])
            self.end_headers()
        elif self.path == "/latin":
            self._send(PAGE.replace("“", "'").replace("”", "'").encode("latin-1"), "text/html; charset=iso-8859-1")
        elif self.path == "/packed":
            self._send(gzip.compress(PAGE.encode()), "text/html", Content_Encoding="gzip")
        elif self.path == "/large":
            self._send(b"x" * 300_000, "text/html")
        elif self.path.startswith("/page"):
            self._send(PAGE.encode(), "text/html; charset=utf-8")
        elif self.path == "/cut":
            self.send_response(200)
            self.send_header("Content-Length", "5000")
            self.end_headers()
            self.wfile.write(b"<p>Only")
        else:
            self.send_error(404)

    def _send(self, raw: bytes, kind: str, **headers: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site(monkeypatch) -> Iterator[str]:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("path", ["/page", "/moved", "/packed", "/page with blanks?q=ä b"])
def test_a_page_that_is_asked_for_is_read(site, path):
    article = read_address(site + path)
    assert article.blocks[0].text == "The café owner “denied” it on Monday, she said."
    assert article.url.startswith(site)


def test_the_encoding_that_only_the_server_knows_is_used(site):
    assert read_address(f"{site}/latin").blocks[0].text.startswith("The café owner")


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/none", "could not be fetched: the server answered 404 Not Found."),
        ("/to-file", "sends on again and again, or to what is no page."),
        ("/loop", "sends on again and again, or to what is no page."),
        ("/to-ftp", "sends on to ftp://127.0.0.1/x, which is not followed."),
    ],
)
def test_what_cannot_be_had_is_one_sentence(site, path, why):
    with pytest.raises(UserError) as told:
        fetch(site + path)
    assert str(told.value) == f"{site}{path} {why}"


def test_a_page_that_is_too_large_is_not_read_to_its_end(site):
    came: list[int] = []
    with pytest.raises(UserError, match="is too large to be an article"):
        fetch(f"{site}/large", lambda done, _total: came.append(done), largest=100_000)
    assert max(came) <= 100_000


def test_what_has_come_of_a_page_that_is_cut_off_is_read(site):
    assert fetch(f"{site}/cut") == b"<p>Only"


def test_fetching_can_be_stopped(site):
    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        fetch(f"{site}/page", stop)


def test_a_server_that_is_not_there_is_one_sentence(site):
    with pytest.raises(UserError, match=r"^http://127\.0\.0\.1:1/ could not be fetched: "):
        fetch("http://127.0.0.1:1/")


@pytest.mark.parametrize(
    "address",
    [FILE, "ftp://example.org/a", "gopher://x/", "data:text/html,x", "javascript:alert(1)", "http://", "https:///a",
     "http://[::1", "//example.org/a", "", "http://user:secret@example.org/", "http://example.org:99999/"],
)  # fmt: skip
def test_only_addresses_of_the_web_are_asked_for(address):
    with pytest.raises(UserError):
        checked_address(address)


def test_an_address_is_written_as_servers_know_it():
    assert (
        checked_address(" https://bücher.example/ä b?q=ü#part ") == "https://xn--bcher-kva.example/%C3%A4%20b?q=%C3%BC"
    )
    assert checked_address("http://example.org") == "http://example.org/"
    assert checked_address("http://[::1]:8080/a%20b") == "http://[::1]:8080/a%20b"


@pytest.mark.parametrize(
    ("host", "private"),
    [("127.0.0.1", True), ("10.1.2.3", True), ("192.168.0.1", True), ("169.254.169.254", True), ("[::1]", True), ("[fd00::1]", True),
     ("8.8.8.8", False), ("[2001:4860:4860::8888]", False)],
)  # fmt: skip
def test_private_addresses_are_known(host, private):
    assert is_private(f"http://{host}/") is private


def test_the_public_net_does_not_lead_into_a_private_one():
    request = Request("http://8.8.8.8/")
    follow = fetching._Redirects("http://8.8.8.8/").redirect_request
    with pytest.raises(
        UserError, match=r"^http://8\.8\.8\.8/ sends on to http://169\.254\.169\.254/latest, which is not"
    ):
        follow(request, BytesIO(), 302, "Found", HTTPMessage(), "http://169.254.169.254/latest")
    assert follow(request, BytesIO(), 302, "Found", HTTPMessage(), "http://8.8.4.4/a") is not None


def test_nothing_else_of_the_core_knows_the_network():
    network = {
        "socket",
        "http",
        "urllib.request",
        "urllib3",
        "ssl",
        "ftplib",
        "smtplib",
        "requests",
        "httpx",
        "aiohttp",
    }
    for path in PACKAGE.rglob("*.py"):
        # The second asks a display of this machine whether it is there.
        if path.name in {"fetching.py", "display.py"} or "gui" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
            used = {name for name in names if name in network or name.startswith("http.")}
            assert not used, f"{path}: {used}"


def test_readers_open_no_socket():
    program = """
import sys
from pathlib import Path

def refuse(event, arguments):
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.")):
        print(event, arguments, file=sys.stderr)
        raise SystemExit(3)

from claimtracker.exchange.readers import read_bytes, web_page
# A library looks whether there is IPv6 when it is loaded, on this machine alone.
sys.addaudithook(refuse)
remote = (
    b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "http://127.0.0.1:9/e">]>'
    b'<html><head><base href="http://127.0.0.1:9/"><link rel="stylesheet" href="http://127.0.0.1:9/a.css">'
    b'<script src="http://127.0.0.1:9/a.js"></script></head><body background="http://127.0.0.1:9/b.png">'
    b'<img src="http://127.0.0.1:9/i.png"><iframe src="http://127.0.0.1:9/f"></iframe><p>The text of it, &x; he said.</p>'
)
assert read_bytes(remote, "remote.html").blocks
for path in sorted(Path(sys.argv[1]).iterdir()):
    if path.is_file() and not path.name.startswith("."):
        assert read_bytes(path.read_bytes(), path.name).blocks, path
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(FILES)], capture_output=True, text=True, check=False, cwd=PACKAGE.parent
    )
    assert done.returncode == 0, done.stderr
