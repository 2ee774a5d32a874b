"""Icons of the Lucide set (https://lucide.dev, ISC licence), tinted by the theme."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from claimtracker.gui.theme import Theme
from claimtracker.resources import resource

_SIZE = 18


def icon(name: str, theme: Theme) -> QIcon:
    """The icon of that name, drawn in the text colour of the theme, and faint where it is disabled."""
    # QtSvg is loaded with the first icon and not with the first paint.
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415

    drawing = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    made = QIcon()
    for mode, colour in (
        (QIcon.Mode.Normal, "muted"),
        (QIcon.Mode.Disabled, "line_strong"),
        (QIcon.Mode.Active, "text"),
    ):
        renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", theme.color(colour).name()).encode()))
        for scale in (1, 2, 3):
            pixmap = QPixmap(_SIZE * scale, _SIZE * scale)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            renderer.render(painter, QRectF(0, 0, _SIZE * scale, _SIZE * scale))
            painter.end()
            pixmap.setDevicePixelRatio(scale)
            made.addPixmap(pixmap, mode)
    return made
