"""A line of what changed between two versions: both sides with the changed words marked, and the claims below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from claimtracker.domain.values import Span
from claimtracker.domain.versions import VersionChangeKind, VersionSentence
from claimtracker.gui.delegates.painting import draw_chip
from claimtracker.gui.models.version_changes import (
    LINE_ROLE,
    ChangeLine,
    ClaimLine,
    FoldLine,
    NoteLine,
    VersionLine,
    change_words,
)
from claimtracker.gui.signs import displayed
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.article_text import utf16_length
from claimtracker.gui.words import count

Index = QModelIndex | QPersistentModelIndex

_EDGE, _BETWEEN, _NUMBER = 18, 24, 30
_LONGEST = 700
"""Characters of a side: of a longer one the part around what differs is shown."""
_LEAD = 120
"""Characters before what differs that stay, in a side that is cut."""
_REMEMBERED = 2000
_KIND_COLOURS = {VersionChangeKind.ADDED: "success", VersionChangeKind.REMOVED: "danger"}


class VersionLineDelegate(QStyledItemDelegate):
    """Paints lean; heights follow the words, and are remembered."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._heights: dict[tuple[object, ...], int] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the longer of the two sides."""
        view = option.widget
        width = view.viewport().width() if hasattr(view, "viewport") else 600
        line: VersionLine | None = index.data(LINE_ROLE)
        metrics = QFontMetrics(option.font)
        if isinstance(line, ChangeLine):
            sides = tuple(tuple(one.text for one in side) for side in (line.change.old, line.change.new))
            key = (width, option.font.key(), line.change.kind, sides)
            if key not in self._heights:
                if len(self._heights) > _REMEMBERED:
                    self._heights.clear()
                self._heights[key] = self._draw_change(None, QRect(0, 0, width, 100_000), line, QFont(option.font))
            return QSize(width - 2, self._heights[key])
        return QSize(width - 2, metrics.height() + (14 if isinstance(line, ClaimLine) else 20))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line."""
        line: VersionLine | None = index.data(LINE_ROLE)
        if line is None:
            return
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        widget: QWidget | None = option.widget
        painter.save()
        if isinstance(line, ChangeLine | FoldLine | NoteLine) and index.row():
            painter.setPen(self._theme.color("line"))
            painter.drawLine(area.topLeft(), area.topRight())
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area.adjusted(0, 1, 0, 0), self._theme.color("accent_soft"))
            if widget is not None and widget.hasFocus():
                painter.fillRect(QRect(area.left(), area.top() + 1, 3, area.height() - 1), self._theme.color("accent"))
        elif state & QStyle.StateFlag.State_MouseOver and not isinstance(line, NoteLine):
            painter.fillRect(area.adjusted(0, 1, 0, 0), self._theme.color("hover"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(option.font)
        if isinstance(line, ChangeLine):
            self._draw_change(painter, area, line, font)
        elif isinstance(line, ClaimLine):
            self._draw_claim(painter, area, line, font)
        else:
            self._draw_heading(painter, area, line, font)
        painter.restore()

    def _draw_heading(self, painter: QPainter, area: QRect, line: FoldLine | NoteLine, font: QFont) -> None:
        text = line.text
        if isinstance(line, FoldLine):
            text = f"{'▾' if line.is_open else '▸'}  {text}"
        else:
            font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(self._theme.color("muted" if isinstance(line, FoldLine) else "text"))
        inside = area.adjusted(_EDGE, 0, -_EDGE, 0)
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter), shown)

    def _draw_claim(self, painter: QPainter, area: QRect, line: ClaimLine, font: QFont) -> None:
        theme, claim = self._theme, line.claim
        inside = area.adjusted(_EDGE + _NUMBER, 0, -_EDGE, 0)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        bar = QRectF(inside.left() - 12, area.top() + 5, 3, area.height() - 10)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.chip(claim.colour).bar)
        painter.drawRoundedRect(bar, 1.5, 1.5)
        bold = QFont(font)
        bold.setWeight(QFont.Weight.DemiBold)
        metrics, heavy = QFontMetrics(font), QFontMetrics(bold)
        told = f"{'●' if line.is_waiting else '✓'} {line.told}"
        painter.setFont(bold if line.is_waiting else font)
        painter.setPen(theme.color("accent" if line.is_waiting else "muted"))
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), told)
        right = inside.right() - (heavy if line.is_waiting else metrics).horizontalAdvance(told) - 18
        room = max(40, right - inside.left())
        name = heavy.elidedText(displayed(claim.speaker or claim.speaker_as_written or "No source"), _RIGHT, room // 3)
        painter.setFont(bold)
        painter.setPen(theme.color("text"))
        painter.drawText(inside, middle, name)
        left = inside.left() + heavy.horizontalAdvance(name) + 10
        painter.setFont(font)
        if claim.status:
            pill = QRect(left, inside.top(), max(20, right - left), inside.height())
            left += draw_chip(painter, pill, claim.status, theme.chip(claim.colour), min(190, pill.width())) + 10
        if right - left > 30:
            painter.setPen(theme.color("text"))
            words = displayed(" ".join(claim.assertion.split())[:300])
            shown = metrics.elidedText(words, _RIGHT, right - left)
            painter.drawText(QRect(left, inside.top(), right - left, inside.height()), middle, shown)

    def _draw_change(self, painter: QPainter | None, area: QRect, line: ChangeLine, font: QFont) -> int:
        """Draw a change, or only measure it; returns its height."""
        change = line.change
        bold = QFont(font)
        bold.setWeight(QFont.Weight.DemiBold)
        inside = area.adjusted(_EDGE, 11, -_EDGE, 0)
        height = QFontMetrics(bold).height()
        if painter is not None:
            head = QRect(inside.left(), inside.top(), inside.width(), height)
            self._head(painter, head, line, (font, bold))
        top = inside.top() + height + 6
        column = (inside.width() - _BETWEEN) // 2
        ends = [top]
        for place, sentences in enumerate((change.old, change.new)):
            left = inside.left() + place * (column + _BETWEEN)
            here = top
            for sentence in sentences:
                here = self._sentence(
                    painter, QRect(left, here, column, 0), (sentence, place == 1), (change.kind, font)
                )
            ends.append(here)
        return max(ends) - area.top() + 9

    def _head(self, painter: QPainter, head: QRect, line: ChangeLine, fonts: tuple[QFont, QFont]) -> None:
        font, bold = fonts
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        kind = line.change.kind
        words = change_words(kind)
        painter.setFont(bold)
        painter.setPen(self._theme.color(_KIND_COLOURS.get(kind, "text")))
        painter.drawText(head, middle, words)
        left = QFontMetrics(bold).horizontalAdvance(words) + 10
        right = 0
        if line.waiting:
            told = f"{count(line.waiting, 'claim')} to confirm"
            painter.setPen(self._theme.color("accent"))
            painter.drawText(head, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), told)
            right = QFontMetrics(bold).horizontalAdvance(told) + 12
        painter.setFont(font)
        painter.setPen(self._theme.color("muted"))
        room = head.adjusted(left, 0, -right, 0)
        reason = "" if kind in {VersionChangeKind.MOVED, VersionChangeKind.SAME} else line.change.reason
        painter.drawText(room, middle, QFontMetrics(font).elidedText(reason, _RIGHT, room.width()))

    def _sentence(
        self,
        painter: QPainter | None,
        place: QRect,
        told: tuple[VersionSentence, bool],
        look: tuple[VersionChangeKind, QFont],
    ) -> int:
        """A sentence with its number, wrapped; returns where it ends."""
        (sentence, is_new), (kind, font) = told, look
        text, spans = excerpt(sentence.text, sentence.differing)
        if kind in {VersionChangeKind.ADDED, VersionChangeKind.REMOVED}:
            spans = (Span(0, len(text)),)
        shown = displayed(text)
        layout = QTextLayout(shown, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats([_range(shown, span, mark_format(self._theme, is_new=is_new)) for span in spans])
        layout.beginLayout()
        height = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(20, place.width() - _NUMBER))
            line.setPosition(QPointF(0, height))
            height += line.height()
        layout.endLayout()
        if painter is not None:
            painter.setFont(font)
            painter.setPen(self._theme.color("faint"))
            number = QRect(place.left(), place.top(), _NUMBER - 6, QFontMetrics(font).height())
            painter.drawText(number, int(Qt.AlignmentFlag.AlignVCenter), str(sentence.number))
            painter.setPen(self._theme.color("text"))
            layout.draw(painter, QPointF(place.left() + _NUMBER, place.top()))
        return place.top() + round(height) + 4


_RIGHT = Qt.TextElideMode.ElideRight


def mark_format(theme: Theme, *, is_new: bool) -> QTextCharFormat:
    """How words are marked that only one side has: by colour, and by a line under or through them."""
    chip = theme.chip("green" if is_new else "red")
    look = QTextCharFormat()
    look.setBackground(chip.background)
    look.setForeground(chip.text)
    if is_new:
        look.setFontUnderline(True)
    else:
        look.setFontStrikeOut(True)
    return look


def excerpt(text: str, spans: Sequence[Span], most: int = _LONGEST) -> tuple[str, tuple[Span, ...]]:
    """A text with what is marked in it; of a long one the part where the marks begin, with “…” for the rest."""
    if len(text) <= most:
        return text, tuple(spans)
    start = 0
    if spans and spans[0].start > most // 2:
        start = text.rfind(" ", 0, max(1, spans[0].start - _LEAD)) + 1
    end = start + most
    before, after = ("… " if start else ""), ("…" if end < len(text) else "")
    shift = len(before) - start
    kept = [Span(max(one.start, start) + shift, min(one.end, end) + shift) for one in spans if one.start < end]
    return f"{before}{text[start:end]}{after}", tuple(one for one in kept if one.start < one.end)


def joined_marks(sentences: Sequence[VersionSentence]) -> tuple[Span, ...]:
    """What is marked in sentences that are written one after the other, a blank between two."""
    found, begin = [], 0
    for sentence in sentences:
        found += [Span(one.start + begin, one.end + begin) for one in sentence.differing]
        begin += len(sentence.text) + 1
    return tuple(found)


def _range(text: str, span: Span, look: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start = utf16_length(text[: span.start])
    made.length = utf16_length(text[span.start : span.end])
    made.format = look
    return made
