"""A page of HTML into a PDF file, through Qt and without a display."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from claimtracker.exchange.atomic import replacing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QPainter, QTextBlock, QTextDocument, QTextFrame

_MARGINS = (18, 16, 18, 12)
"""Of an A4 page in millimetres: left, top, right, bottom."""
_DOTS = 600
"""To the inch: enough that every letter stands where it should."""
_FOOT = 9
"""Millimetres at the end of each page, for its number."""


def write_pdf(page: str, path: Path) -> None:
    """Print a page, whose article text is escaped already, on A4. Raises `UserError` when it cannot be written."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from claimtracker.gui.app import make_application  # noqa: PLC0415  after the platform is chosen

    make_application()
    print_page(page, path)


def print_page(page: str, path: Path) -> None:
    """Do so where a program with windows runs already, in any of its threads."""
    with replacing(path) as stream, tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / "report.pdf"
        _print(page, part)
        stream.write(part.read_bytes())


def _print(page: str, part: Path) -> None:
    from PySide6.QtCore import QMarginsF, QSizeF  # noqa: PLC0415  after the platform is chosen
    from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument  # noqa: PLC0415

    writer = QPdfWriter(str(part))
    writer.setCreator("Claim Tracker")
    writer.setResolution(_DOTS)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(*_MARGINS), QPageLayout.Unit.Millimeter)
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.documentLayout().setPaintDevice(writer)
    document.setHtml(page)
    writer.setTitle(document.metaInformation(QTextDocument.MetaInformation.DocumentTitle))
    room = QSizeF(writer.width(), writer.height() - _FOOT * _DOTS / 25.4)
    document.setTextWidth(room.width())
    _keep_together(document, room.height())
    document.setPageSize(room)
    painter = QPainter(writer)
    pages = document.pageCount()
    for number in range(pages):
        if number:
            writer.newPage()
        _draw_page(painter, document, number)
        if pages > 1:
            _number_page(painter, document, writer.height(), f"Page {number + 1} of {pages}")
    painter.end()
    # The file is whole when its writer is gone.


def _keep_together(document: QTextDocument, height: float) -> None:
    """Begin a new page wherever a table, with the lines before it, would be cut by the end of one."""
    from PySide6.QtGui import QTextCursor  # noqa: PLC0415  after the platform is chosen

    page_top = 0.0
    starts = []
    for start, top, bottom, whole in _groups(document):
        if whole and bottom > page_top + height and top > page_top:
            starts.append(start)
            page_top = top
        while bottom > page_top + height:
            page_top += height
    edit = QTextCursor(document)
    edit.beginEditBlock()
    for start in starts:
        _break_before(start)
    edit.endEditBlock()


def _groups(document: QTextDocument) -> Iterator[tuple[QTextBlock | QTextFrame, float, float, bool]]:
    """The parts of a document: how each starts, where it begins and ends on an endless page, and if it stays whole.

    A part ends with a table or before a heading; one without a table may be cut between its lines.
    """
    layout = document.documentLayout()
    first: QTextBlock | QTextFrame | None = None
    top = bottom = 0.0
    walk = document.rootFrame().begin()
    while not walk.atEnd():
        frame, block = _frame(walk), walk.currentBlock()
        area = layout.frameBoundingRect(frame) if frame is not None else layout.blockBoundingRect(block)
        if area.height() > 0:
            if first is not None and frame is None and block.blockFormat().headingLevel():
                yield first, top, bottom, False
                first = None
            if first is None:
                first, top = frame if frame is not None else block, area.top()
            bottom = area.bottom()
            if frame is not None:
                yield first, top, bottom, True
                first = None
        walk += 1
    if first is not None:
        yield first, top, bottom, False


def _frame(walk: QTextFrame.iterator) -> QTextFrame | None:
    """The table one has come to; None at a block."""
    return walk.currentFrame()


def _break_before(start: QTextBlock | QTextFrame) -> None:
    from PySide6.QtGui import QTextCursor, QTextFormat, QTextFrame  # noqa: PLC0415  after the platform is chosen

    if isinstance(start, QTextFrame):
        frame_format = start.frameFormat()
        frame_format.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
        start.setFrameFormat(frame_format)
    else:
        block_format = start.blockFormat()
        block_format.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
        QTextCursor(start).setBlockFormat(block_format)


def _draw_page(painter: QPainter, document: QTextDocument, number: int) -> None:
    """Draw one page of a document whose pages are as large as its room."""
    from PySide6.QtCore import QRectF  # noqa: PLC0415  after the platform is chosen
    from PySide6.QtGui import QAbstractTextDocumentLayout, QColor, QPalette  # noqa: PLC0415

    room = document.pageSize()
    shown = QRectF(0, number * room.height(), room.width(), room.height())
    painter.save()
    painter.translate(0, -shown.top())
    painter.setClipRect(shown)
    context = QAbstractTextDocumentLayout.PaintContext()
    context.clip = shown
    # Paper is white, whatever the theme of the window is.
    context.palette.setColor(QPalette.ColorRole.Text, QColor("black"))
    document.documentLayout().draw(painter, context)
    painter.restore()


def _number_page(painter: QPainter, document: QTextDocument, bottom: int, told: str) -> None:
    from PySide6.QtCore import QRectF, Qt  # noqa: PLC0415  after the platform is chosen
    from PySide6.QtGui import QColor, QFont  # noqa: PLC0415

    room = document.pageSize()
    font = QFont(document.defaultFont())
    font.setPointSizeF(8)
    painter.setFont(font)
    painter.setPen(QColor("#667085"))
    foot = QRectF(0, room.height(), room.width(), bottom - room.height())
    painter.drawText(foot, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom), told)
