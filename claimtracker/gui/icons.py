"""Icons of the Lucide set (https://lucide.dev, ISC licence), tinted by the theme."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap

from claimtracker.gui.theme import Theme
from claimtracker.resources import resource

_COLOURS = {QIcon.Mode.Normal: "muted", QIcon.Mode.Disabled: "line_strong"}
"""Of an icon; where the pointer is, or what is selected, has the colour of the text."""


def icon(name: str, theme: Theme) -> QIcon:
    """The icon of that name, in the text colour of the theme, and faint where it is disabled."""
    colours = {mode: theme.color(_COLOURS.get(mode, "text")).name() for mode in QIcon.Mode}
    return QIcon(_Drawn(name, colours))


class _Drawn(QIconEngine):
    """Drawn when it is shown, as large as it is shown: of most icons of the menus nobody ever sees one."""

    def __init__(self, name: str, colours: dict[QIcon.Mode, str]) -> None:
        super().__init__()
        self._name = name
        self._colours = colours

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        """Draw it into a rectangle."""
        # QtSvg is loaded with the first icon and not with the first paint.
        from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415

        drawing = _drawing(self._name).replace("currentColor", self._colours[mode])
        QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Draw it alone, on nothing."""
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        """Another of the same."""
        return _Drawn(self._name, self._colours)


@cache
def _drawing(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")
