"""A page of HTML into a PDF file, through Qt and without a display."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from claimtracker.exchange.atomic import replacing


def write_pdf(page: str, path: Path) -> None:
    """Print a page, whose article text is escaped already, on A4. Raises `UserError` when it cannot be written."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QMarginsF  # noqa: PLC0415  after the platform is chosen
    from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument  # noqa: PLC0415

    from claimtracker.gui.app import make_application  # noqa: PLC0415

    make_application()
    with replacing(path) as stream, tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / "report.pdf"
        writer = QPdfWriter(str(part))
        writer.setCreator("Claim Tracker")
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setPageMargins(QMarginsF(16, 16, 16, 16), QPageLayout.Unit.Millimeter)
        document = QTextDocument()
        document.setHtml(page)
        document.print_(writer)
        del writer  # The file is whole when its writer is gone.
        stream.write(part.read_bytes())
