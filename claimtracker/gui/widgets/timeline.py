"""The timeline: time across, speakers or the facts of one speaker down, a point a claim in the colour of its status."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QHelpEvent, QKeyEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QStackedWidget, QToolTip, QVBoxLayout, QWidget

from claimtracker.domain.values import ClaimId
from claimtracker.gui.dates import short_date
from claimtracker.gui.models.review import ReviewState
from claimtracker.gui.models.review_search import ReviewFilter
from claimtracker.gui.signs import escape
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.labels import PlainLabel, enlarge
from claimtracker.storage.queries.timeline import Timeline, TimelinePoint

_ROWS_AT_ONCE = 14
_LABEL = 170
"""Pixels for the names at the left."""
_DAY = 86_400.0
_HINT = "Wheel, + − closer · drag or Shift+wheel moves · Home shows all · arrows walk · Enter opens"
_MANY = 600
"""Points beyond which they are smaller and let others shine through."""


class TimelinePane(QWidget):
    """Hover tells what a point is, a click or Enter opens it; Left and Right walk the points in time."""

    claim_activated = Signal(object)
    """A `ClaimId`."""

    def __init__(self, state: ReviewState, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._theme = theme
        self._timeline = Timeline((), (), 0)
        self._label = _LABEL
        self._places: list[tuple[float, float]] = []
        self._current = -1
        self._fitted: tuple[ReviewFilter, tuple[str, ...]] | None = None
        """What the chart was fitted to, so that who looks closely is left there while claims change."""
        self._pens: dict[tuple[str, float], QPen] = {}
        self._brushes: dict[str, QBrush] = {}
        self._plot: Any = None
        self._told = PlainLabel()
        self._told.setObjectName("muted")
        self._empty = PlainLabel("No dated claim is about a fact yet; nothing can be drawn in time.")
        self._empty.setObjectName("muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 12, 8)
        layout.setSpacing(4)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self._told)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Timeline of claims")
        theme.changed.connect(self._on_theme_changed)

    @property
    def shown(self) -> Timeline:
        """What is drawn."""
        return self._timeline

    @property
    def current(self) -> TimelinePoint | None:
        """The point that the keyboard is on."""
        return self._timeline.points[self._current] if 0 <= self._current < len(self._timeline.points) else None

    def show_timeline(self) -> None:
        """Draw what the state holds now; the chart library is loaded the first time."""
        if self._plot is None:
            self._make_plot()
        here = self.current
        self._timeline = self._state.timeline
        points = self._timeline.points
        self._places = _places(points)
        ids = [point.claim_id for point in points]
        self._current = ids.index(here.claim_id) if here is not None and here.claim_id in ids else -1
        self._pages.setCurrentIndex(1 if points else 0)
        self._told.setText(self._hint())
        self._draw()
        if self._fitted != (self._state.filter, self._timeline.rows):
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right walk in time, Up and Down to the nearest point of another row, Enter opens."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        rows = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        key = Qt.Key(event.key())
        if key in steps:
            self._go_to(min(max(self._current + steps[key], 0), len(self._places) - 1))
        elif key in rows:
            self._go_to(self._nearest_in_row(rows[key]))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.current is not None:
            self.claim_activated.emit(self.current.claim_id)
        elif key == Qt.Key.Key_Home:
            self._fit()
        elif event.text() in {"+", "-"}:
            self._zoom_time(0.7 if event.text() == "+" else 1 / 0.7)
        elif key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self._scroll_rows(-1 if key == Qt.Key.Key_PageUp else 1)
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel looks closer at a time, with Shift it goes through the rows; a name that is cut is told whole."""
        if event.type() == QEvent.Type.Wheel and isinstance(event, QWheelEvent):
            turned = event.angleDelta().y() or event.angleDelta().x()
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._scroll_rows(-0.2 if turned > 0 else 0.2)
            elif turned:
                self._zoom_time(0.85 if turned > 0 else 1 / 0.85, self._at(event.position()).x())
            return True
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and event.pos().x() < self._label:
            row = round(self._at(QPointF(event.pos())).y())
            names = self._timeline.rows
            QToolTip.showText(event.globalPos(), escape(names[row]) if 0 <= row < len(names) else "", self._plot)
            return True
        return super().eventFilter(watched, event)

    def set_zoom(self, factor: float) -> None:
        """The size of the names and of the days."""
        enlarge(self, factor)
        self._label = min(round(_LABEL * factor), 2 * _LABEL)
        if self._plot is not None:
            self._plot.getAxis("left").setWidth(self._label)
            self._colour()
            self._draw()

    def _hint(self) -> str:
        undated = self._timeline.undated
        claims = "1 undated claim has" if undated == 1 else f"{undated:,} undated claims have"
        told = f"{claims} no place here." if undated else ""
        rows = len(self._timeline.rows)
        more = f"{rows} rows, {_ROWS_AT_ONCE} at once." if rows > _ROWS_AT_ONCE else ""
        return " ".join(part for part in (told, more, _HINT if self._timeline.points else "") if part)

    def _at(self, place: QPointF) -> QPointF:
        """The moment and the row under a place of the chart."""
        return self._plot.getViewBox().mapSceneToView(self._plot.mapToScene(place.toPoint()))  # type: ignore[no-any-return]

    def _zoom_time(self, factor: float, around: float | None = None) -> None:
        if self._plot is None or not self._places:
            return
        left, right = self._plot.getViewBox().viewRange()[0]
        if around is None:
            around = self._places[self._current][0] if self._current >= 0 else (left + right) / 2
        self._plot.setXRange(around - (around - left) * factor, around + (right - around) * factor, padding=0)

    def _scroll_rows(self, screens: float) -> None:
        if self._plot is not None:
            top, bottom = self._plot.getViewBox().viewRange()[1]
            by = min(max((bottom - top) * screens, -0.7 - top), max(0.0, len(self._timeline.rows) - 0.3 - bottom))
            self._plot.setYRange(top + by, bottom + by, padding=0)

    def _make_plot(self) -> None:
        import pyqtgraph  # noqa: PLC0415  with numpy it takes a third of a second, so not before it is looked at

        axis = pyqtgraph.DateAxisItem(orientation="bottom", utcOffset=0)
        self._plot = pyqtgraph.PlotWidget(axisItems={"bottom": axis}, antialias=True)
        self._plot.setFocusProxy(self)
        self._plot.setAccessibleName("Chart of claims in time")
        self._plot.setMenuEnabled(False)
        self._plot.hideButtons()
        self._plot.invertY(True)
        self._plot.getAxis("left").setWidth(self._label)
        self._plot.viewport().installEventFilter(self)
        self._plot.setLimits(yMin=-1)
        self._lines = pyqtgraph.PlotCurveItem(connect="pairs")
        self._scatter = pyqtgraph.ScatterPlotItem(pxMode=True, hoverable=True, tip=None, hoverSize=15)
        self._cursor = pyqtgraph.ScatterPlotItem(pxMode=True, size=22, brush=pyqtgraph.mkBrush(None))
        for depth, item in enumerate((self._lines, self._cursor, self._scatter)):
            item.setZValue(depth)
            self._plot.addItem(item)
        self._scatter.sigClicked.connect(self._on_clicked)
        self._scatter.sigHovered.connect(self._on_hovered)
        self._pages.addWidget(self._plot)
        self._colour()

    def _colour(self) -> None:
        theme = self._theme
        self._pens, self._brushes = {}, {}
        self._plot.setBackground(theme.color("background"))
        for name in ("left", "bottom"):
            axis = self._plot.getAxis(name)
            axis.setPen(theme.color("line_strong"))
            axis.setTextPen(theme.color("muted" if name == "bottom" else "text"))
            axis.setStyle(tickFont=self.font(), tickLength=0 if name == "left" else 5)
        self._plot.showGrid(x=True, y=True, alpha=0.18)

    def _draw(self) -> None:
        points = self._timeline.points
        size = 11 if len(points) <= _MANY else 8
        ringed = self._state.reasons
        ring, plain = self._pen("danger", 2.2 if len(points) <= _MANY else 1.2), self._pen("background", 1)
        self._scatter.setData(
            x=[place[0] for place in self._places],
            y=[place[1] for place in self._places],
            data=list(range(len(points))),
            size=[size + 2 if point.claim_id in ringed else size for point in points],
            brush=[self._brush(point.colour, faint=len(points) > _MANY) for point in points],
            pen=[ring if point.claim_id in ringed else plain for point in points],
        )
        last: dict[int, tuple[float, float]] = {}
        xs: list[float] = []
        ys: list[float] = []
        for point, place in zip(points, self._places, strict=True):
            if point.row in last:
                xs += [last[point.row][0], place[0]]
                ys += [last[point.row][1], place[1]]
            last[point.row] = place
        self._lines.setData(xs, ys, pen=self._pen("line_strong", 1))
        metrics = QFontMetrics(self.font())
        labels = [
            (row, metrics.elidedText(" ".join(name.split()), Qt.TextElideMode.ElideRight, self._label - 18))
            for row, name in enumerate(self._timeline.rows)
        ]
        self._plot.getAxis("left").setTicks([labels])
        self._mark_current()

    def _fit(self) -> None:
        """All of the time, and as many rows as can be read."""
        if self._plot is None or not self._places:
            return
        self._fitted = (self._state.filter, self._timeline.rows)
        first, last = min(place[0] for place in self._places), max(place[0] for place in self._places)
        room = max(_DAY, (last - first) * 0.05)
        self._plot.setLimits(yMax=len(self._timeline.rows))
        self._plot.setXRange(first - room, last + room, padding=0)
        self._plot.setYRange(-0.7, min(len(self._timeline.rows), _ROWS_AT_ONCE) - 0.3, padding=0)

    def _go_to(self, number: int) -> None:
        if not 0 <= number < len(self._places):
            return
        self._current = number
        self._mark_current()
        box = self._plot.getViewBox()
        (left, right), (top, bottom) = box.viewRange()
        x, y = self._places[number]
        if not left <= x <= right:
            self._plot.setXRange(x - (right - left) / 2, x + (right - left) / 2, padding=0)
        if not top <= y <= bottom:
            self._plot.setYRange(y - (bottom - top) / 2, y + (bottom - top) / 2, padding=0)
        scene = box.mapViewToScene(QPointF(x, y))
        place = self._plot.viewport().mapToGlobal(self._plot.mapFromScene(scene))
        self.setAccessibleDescription(_described(self._timeline.points[number]))
        QToolTip.showText(place, _tip([self._timeline.points[number]]), self._plot)

    def _nearest_in_row(self, step: int) -> int:
        here = self.current
        if here is None:
            return 0
        x = self._places[self._current][0]
        rows = {point.row for point in self._timeline.points if (point.row - here.row) * step > 0}
        if not rows:
            return self._current
        row = min(rows, key=lambda number: abs(number - here.row))
        others = [number for number, point in enumerate(self._timeline.points) if point.row == row]
        return min(others, key=lambda number: abs(self._places[number][0] - x))

    def _mark_current(self) -> None:
        places = [self._places[self._current]] if 0 <= self._current < len(self._places) else []
        self._cursor.setData(
            x=[place[0] for place in places], y=[place[1] for place in places], pen=self._pen("accent", 2)
        )

    def _pen(self, colour: str, width: float) -> QPen:
        """A line as wide on the screen however far one looks in; one for all, or each point would be drawn alone."""
        pen = self._pens.get((colour, width))
        if pen is None:
            pen = self._pens[colour, width] = QPen(self._theme.color(colour), width)
            pen.setCosmetic(True)
        return pen

    def _brush(self, colour: str, *, faint: bool) -> QBrush:
        key = f"{colour} {faint}"
        if key not in self._brushes:
            ground = QColor(self._theme.chip(colour).bar)
            ground.setAlpha(170 if faint else 255)
            self._brushes[key] = QBrush(ground)
        return self._brushes[key]

    def _on_clicked(self, _plot: object, points: Any, _event: object) -> None:
        if len(points):
            self._current = int(points[0].data())
            self._mark_current()
            self.setFocus()
            self.claim_activated.emit(ClaimId(self._timeline.points[self._current].claim_id))

    def _on_hovered(self, _plot: object, points: Any, _event: object) -> None:
        found = [self._timeline.points[int(point.data())] for point in points[:6]]
        if found:
            QToolTip.showText(self._plot.cursor().pos(), _tip(found), self._plot)
        else:
            QToolTip.hideText()

    def _on_theme_changed(self) -> None:
        if self._plot is not None:
            self._colour()
            self._draw()


def _places(points: tuple[TimelinePoint, ...]) -> list[tuple[float, float]]:
    """Where each point lies: seconds and rows; those of one row and moment stand a little apart."""
    moments = [(point.row, _seconds(point.said)) for point in points]
    together, met = Counter(moments), Counter[tuple[int, float]]()
    places = []
    for row, moment in moments:
        count, number = together[row, moment], met[row, moment]
        met[row, moment] += 1
        apart = min(0.16, 0.6 / count)
        places.append((moment, row + (number - (count - 1) / 2) * apart))
    return places


def _seconds(said: str) -> float:
    """Seconds since 1970 in UTC; a part of a date counts from its beginning."""
    whole = said if len(said) >= 10 else (said + "-01-01")[:10] if len(said) == 4 else f"{said}-01"
    moment = datetime.fromisoformat(whole)
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).timestamp()


def _described(point: TimelinePoint) -> str:
    told = f"{short_date(point.said)}, {point.speaker or 'no source'}: {point.status or 'no status'}"
    return f"{told}. {point.assertion[:200]} ({point.fact[:100]})"


def _tip(points: list[TimelinePoint]) -> str:
    """Plain text whatever is in it."""
    return "<br>".join(escape(_described(point)) for point in points)
