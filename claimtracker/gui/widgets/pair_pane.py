"""Two claims side by side in their sentences, with the words that differ marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from claimtracker.domain.values import ClaimRow, Span
from claimtracker.gui.dates import long_date, short_date
from claimtracker.gui.delegates.painting import draw_chip
from claimtracker.gui.session import Session
from claimtracker.gui.signs import displayed
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.article_text import utf16_length
from claimtracker.gui.widgets.labels import ElidedLabel, PlainLabel, StyledBar, enlarge
from claimtracker.storage import queries
from claimtracker.text.wording import differing_words

_LONGEST = 4000
"""Characters of a passage: a claim over a whole article is cut."""


class PairPane(StyledBar):
    """Shown under the matrix when a change or a cell is opened; Escape closes it."""

    claim_requested = Signal(object)
    """A `ClaimId`: to be shown in its article."""
    closed = Signal()

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("pairPane", parent)
        self._session = session
        self._reason = PlainLabel()
        self._reason.setWordWrap(True)
        close = QToolButton()
        close.setText("✕")
        close.setToolTip("Close (Esc)")
        close.setAccessibleName("Close the two sentences")
        close.clicked.connect(self._close)
        self.sides = (_Side(theme, "The earlier claim"), _Side(theme, "The later claim"))
        head = QHBoxLayout()
        head.addWidget(self._reason, 1)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        row = QHBoxLayout()
        row.setSpacing(18)
        for side in self.sides:
            row.addWidget(side, 1)
            side.requested.connect(self.claim_requested)
        self.setFocusProxy(self.sides[1].text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 10, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addLayout(row, 1)

    def show_pair(self, earlier: ClaimRow | None, later: ClaimRow, reason: str) -> None:
        """Show two claims, or one alone, and why they are shown together."""
        self._reason.setText(reason)
        passages = [None if claim is None else self._passage(claim) for claim in (earlier, later)]
        texts = [passage[0] if passage is not None else "" for passage in passages]
        marks = differing_words(*texts) if all(texts) else ((), ())
        self.sides[0].setVisible(earlier is not None)
        for side, claim, passage, spans in zip(self.sides, (earlier, later), passages, marks, strict=True):
            if claim is not None and passage is not None:
                side.show_claim(claim, passage, spans)

    @property
    def reason(self) -> str:
        """Why the two are shown together."""
        return self._reason.text()

    def set_zoom(self, factor: float) -> None:
        """The size of the words."""
        enlarge(self._reason, factor)
        for side in self.sides:
            for widget in (side.where, side.head, side.text):
                enlarge(widget, factor)

    def take_focus(self) -> None:
        """Put the keyboard on the later claim."""
        self.sides[1].text.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)

    def _close(self) -> None:
        self.hide()
        self.closed.emit()

    def _passage(self, claim: ClaimRow) -> tuple[str, tuple[Span, ...]]:
        """The sentences that a claim rests on, and where in them its words are."""
        connection = self._session.workspace.connection
        text = queries.article(connection, claim.article_id).text
        touched = [
            row
            for row in queries.sentences_of_article(connection, claim.article_id)
            if any(span.start < row.end and span.end > row.start for span in claim.spans)
        ]
        if not touched:
            return claim.assertion, ()
        start, end = touched[0].start, min(touched[-1].end, touched[0].start + _LONGEST)
        spans = tuple(Span(max(span.start, start) - start, min(span.end, end) - start) for span in claim.spans)
        return text[start:end], tuple(span for span in spans if span.start < span.end)


class _Side(QWidget):
    requested = Signal(object)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._claim: ClaimRow | None = None
        self._shown: tuple[str, tuple[Span, ...], Sequence[Span]] = ("", (), ())
        self.where = ElidedLabel()
        self.where.setObjectName("muted")
        self.head = _ClaimHead(theme)
        self.text = _Passage()
        self.text.setAccessibleName(f"{name}, in its sentence")
        self.open = QPushButton("Show in the article")
        self.open.setAccessibleName(f"Show {name[0].lower()}{name[1:]} in its article")
        self.open.setToolTip("Go to this sentence in the Tag view (Enter)")
        self.open.clicked.connect(self._on_open)
        self.text.entered.connect(self._on_open)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(5)
        for widget in (self.where, self.head):
            layout.addWidget(widget)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)
        theme.changed.connect(self._mark)

    def show_claim(self, claim: ClaimRow, passage: tuple[str, tuple[Span, ...]], differing: Sequence[Span]) -> None:
        self._claim = claim
        parts = (claim.source, long_date(claim.published) or "undated", claim.article_title)
        self.where.setText(" · ".join(" ".join(part.split()) for part in parts if part))
        self.head.show_claim(claim)
        self._shown = (*passage, differing)
        self.text.setPlainText(displayed(passage[0]))
        self._mark()

    def _mark(self) -> None:
        text, spans, differing = self._shown
        selections = [self._selection(text, span, self._chip_ground()) for span in spans]
        selections += [self._selection(text, span, None) for span in differing]
        self.text.setExtraSelections(selections)

    def _chip_ground(self) -> QColor:
        return self._theme.chip(self._claim.colour if self._claim is not None else "grey").tint

    def _selection(self, text: str, span: Span, ground: QColor | None) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.text.document())
        cursor.setPosition(utf16_length(text[: span.start]))
        cursor.setPosition(utf16_length(text[: span.end]), QTextCursor.MoveMode.KeepAnchor)
        made.cursor = cursor
        if ground is not None:
            made.format.setBackground(ground)
        else:
            made.format.setFontUnderline(True)
            made.format.setUnderlineColor(self._theme.color("danger"))
        return made

    def _on_open(self) -> None:
        if self._claim is not None:
            self.requested.emit(self._claim.id)


class _Passage(QPlainTextEdit):
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setProperty("field", "true")
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the article; Escape is the pane's."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(240, 90)


class _ClaimHead(QWidget):
    """Who, and in which way: the speaker in bold, the status as a chip, when it was said."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._claim: ClaimRow | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_claim(self, claim: ClaimRow) -> None:
        self._claim = claim
        self.setAccessibleName(f"{claim.speaker or 'no source'} {claim.status} {short_date(claim.said_on)}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self.fontMetrics().height() + 10)

    def paintEvent(self, _event: QPaintEvent) -> None:
        claim = self._claim
        if claim is None:
            return
        painter = QPainter(self)
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(self._theme.color("text"))
        metrics = QFontMetrics(bold)
        name = metrics.elidedText(claim.speaker or "No source named", Qt.TextElideMode.ElideRight, self.width() // 2)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(self.rect(), middle, name)
        painter.setFont(self.font())
        left = metrics.horizontalAdvance(name) + 10
        if claim.status:
            room = QRect(left, 0, max(40, self.width() - left), self.height())
            left += draw_chip(painter, room, claim.status, self._theme.chip(claim.colour), min(200, room.width())) + 10
        painter.setPen(self._theme.color("muted"))
        said = short_date(claim.said_on)
        painter.drawText(self.rect().adjusted(left, 0, 0, 0), middle, f"said {said}" if said else "")
        painter.end()
