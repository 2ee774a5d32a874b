"""What may be dropped onto the window: projects, files, folders and ZIPs, a link, or words from a browser."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QDropEvent

_WEB = ("http", "https")
_LONGEST_ADDRESS = 2000


@dataclass(frozen=True, slots=True)
class Dropped:
    """What was dropped, as far as it is of use here; one of these."""

    project: Path | None = None
    files: tuple[Path, ...] = ()
    address: str = ""
    """Of a page. It is not fetched before somebody says so."""
    text: str = ""


def is_welcome(event: QDropEvent) -> bool:
    """Whether what hovers over the window comes from outside, and may be something to import."""
    mime = event.mimeData()
    return event.source() is None and (mime.hasUrls() or mime.hasText())


def dropped(mime: QMimeData) -> Dropped:
    """What was dropped: a project before files, files before a link, a link before its words."""
    urls = mime.urls() if mime.hasUrls() else []
    files = tuple(Path(url.toLocalFile()) for url in urls if url.isLocalFile())
    projects = [path for path in files if path.suffix.casefold() == ".claims"]
    if projects:
        return Dropped(project=projects[0])
    if files:
        return Dropped(files=files)
    links = [url.toString() for url in urls if url.scheme() in _WEB]
    text = mime.text().strip()
    if not links and text.startswith(("http://", "https://")) and len(text.split()) == 1:
        links = [text]
    if links:
        return Dropped(address=links[0][:_LONGEST_ADDRESS])
    return Dropped(text="" if urls else text)
