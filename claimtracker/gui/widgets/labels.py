"""Labels for text that comes from articles: always plain, and cut with “…” where there is no room."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QStyle, QStyleOption, QWidget

from claimtracker.gui.signs import legible


class PlainLabel(QLabel):
    """A label that never takes its text for markup: an article may hold any."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Say it, with what would turn the direction of the text shown as a sign."""
        super().setText(legible(text))


class StyledBar(QWidget):
    """A strip of the window whose ground the style sheet paints, by its name and its properties."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def restyle(self, name: str, value: str) -> None:
        """Set a property that the style sheet asks for, and look again: Qt does not by itself."""
        self.setProperty(name, value)
        for widget in (self, *self.findChildren(QWidget)):
            self.style().unpolish(widget)
            self.style().polish(widget)


class ElidedLabel(PlainLabel):
    """One line, cut with “…”."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A line high, with what the style sheet puts around it; as wide as there is room."""
        return QSize(60, max(super().sizeHint().height(), self.fontMetrics().height() + 4))

    def minimumSizeHint(self) -> QSize:
        """A line high."""
        return QSize(20, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what fits."""
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        area = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(area, int(self.alignment()) | int(Qt.TextFlag.TextSingleLine), text)
        painter.end()


class LinkButton(QPushButton):
    """A line of text that leads somewhere, cut with “…”; reached by Tab like any button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = ""
        self.setObjectName("link")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_line(self, line: str) -> None:
        """What it says; hidden when that is nothing."""
        self._line = line
        self.setAccessibleName(line)
        self.setVisible(bool(line))
        self._fit()

    @property
    def line(self) -> str:
        """The whole text, also where it is cut."""
        return self._line

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut it anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.contentsRect().width() - 4
        shown = self.fontMetrics().elidedText(self._line, Qt.TextElideMode.ElideRight, max(20, room))
        self.setText(shown.replace("&", "&&"))


def enlarge(widget: QWidget, factor: float) -> None:
    """Let a widget write so much larger than it would."""
    size = widget.property("plain_size")
    if size is None:
        size = widget.font().pointSizeF()
        widget.setProperty("plain_size", size)
    font = QFont(widget.font())
    font.setPointSizeF(max(5.0, size * factor))
    widget.setFont(font)
