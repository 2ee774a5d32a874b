"""The room below the table: the selected claim across articles, or what is known of it alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Literal, cast

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QHBoxLayout,
    QMenu,
    QToolButton,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from claimtracker.domain.changeset import ChangeSet
from claimtracker.domain.values import ClaimId, ClaimRow, FactId
from claimtracker.gui import verdicts
from claimtracker.gui.actions import label_of
from claimtracker.gui.announce import announce
from claimtracker.gui.dates import short_date
from claimtracker.gui.delegates.painting import draw_chip
from claimtracker.gui.marks import marks_of
from claimtracker.gui.reader import Question, Reader
from claimtracker.gui.session import Session
from claimtracker.gui.signs import escape
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.labels import ElidedLabel, LinkButton
from claimtracker.storage import queries
from claimtracker.storage.queries.changes import ChangeFilter, FoundChange, changes
from claimtracker.storage.search import NearClaim, nearest_claims

_AROUND = 11
"""Pixels that a line of the panel is higher than its text."""
_NARROW = 520
"""Pixels of a line that has no room for everything."""
_NEAR = 5
"""So many earlier claims that look like the one at hand."""
_PAUSE = 60
"""Milliseconds that one stays at a claim before a large project is asked about it: who holds a key down only passes."""


class ClaimPanel(QWidget):
    """Follows the claim it is shown. What a large project knows of it comes a moment later, read beside the window."""

    claim_activated = Signal(object)
    """A `ClaimRow` that the person clicked: of the same fact, or the one that this was taken over from."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._claim_id: ClaimId | None = None
        self._reader = Reader(session.workspace.path, self)
        self._reader.failed.connect(session.failed)
        self._wanted: tuple[Question, Callable[[object], None]] | None = None
        self._across: tuple[ClaimId, FactId] | None = None
        """The claim and its fact while the claims on that are shown: they stay until they are known anew."""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._on_stayed)
        self.setObjectName("claimPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = ElidedLabel()
        self._title.setObjectName("panelTitle")
        self.origin = LinkButton()
        self.origin.clicked.connect(self._on_origin_clicked)
        self._origin: ClaimRow | None = None
        self.lines = ClaimLines(theme, self)
        self.lines.activated.connect(self.claim_activated)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 12, 12, 8)
        layout.setSpacing(6)
        self._head = QHBoxLayout()
        self._head.addWidget(self._title, 1)
        layout.addLayout(self._head)
        layout.addWidget(self.origin)
        layout.addWidget(self.lines, 1)
        session.changed.connect(self._on_changed)
        self.show_claim(None)

    def offer(self, action: QAction) -> None:
        """Put an action on the claim at hand beside the heading."""
        button = QToolButton()
        button.setObjectName("panelAction")
        button.setDefaultAction(action)
        button.setAccessibleName(label_of(action))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self._head.addWidget(button)

    @property
    def claim_id(self) -> ClaimId | None:
        """The claim it was shown last."""
        return self._claim_id

    def show_claim(self, claim_id: ClaimId | None, read: ClaimRow | None = None) -> None:
        """The claims on the fact of this claim; without a fact, the claim itself, as somebody may have read it."""
        self._stop()
        self._claim_id = claim_id
        connection = self._session.workspace.connection
        found = [read] if read is not None and read.id == claim_id else []
        if claim_id is not None and not found:
            found = queries.claims(connection, [claim_id])
        self._show_origin(found[0] if found else None)
        if not found:
            self._across = None
            self._title.setText("THIS CLAIM")
            self.lines.show_note("Select a claim to see what was said on the same fact in other articles.")
            return
        claim, fact_id = found[0], found[0].fact_id
        if fact_id is None:
            self._across = None
            self._title.setText("THIS CLAIM")
            self.lines.show_note(_described(claim))
            self._ask(_near(claim.assertion or claim.sentence_text, claim.speaker, claim.id), self._on_near)
            return
        fact = queries.fact(connection, fact_id)
        verdict = "" if fact is None or fact.verdict == "open" else f" ({verdicts.told(fact.verdict)})"
        self._title.setText(f"THIS CLAIM ACROSS ARTICLES — {claim.fact_code}{verdict} {claim.fact}")
        if self._across != (claim.id, fact_id) and not self._reader.at_once(connection):
            self._across = None
            self.lines.show_claims([claim], claim.id)
        self._ask(partial(queries.claims_of_fact, fact_id=fact_id), self._on_claims_of_fact)

    def show_near(
        self,
        text: str,
        *,
        speaker: str = "",
        besides: ClaimId | None = None,
        keys: str = "",
        then: Callable[[bool], None] | None = None,
    ) -> None:
        """The earlier claims that look most like a text; where there are none, what is shown stays.

        `keys` tells what links to the fact of one of them. `besides` is the claim at hand itself. `then` is told
        whether there are any, once that is known; never, when something else is shown before.
        """
        self._stop()
        show = partial(self._on_near, keys=keys, then=then)
        self._reader.answer(self._session.workspace.connection, _near(text, speaker, besides), show)

    def showEvent(self, event: QShowEvent) -> None:
        """What a large project was not asked while nobody could see it."""
        super().showEvent(event)
        if self._wanted is not None:
            self._pause.start()

    def put_down(self) -> None:
        """Ask no more: the project is about to be closed."""
        self._stop()
        self._reader.drain()

    def show_again(self) -> None:
        """What it showed before earlier claims were looked for."""
        self.show_claim(self._claim_id)

    @property
    def near(self) -> list[ClaimRow]:
        """The earlier claims that are shown, the nearest first; none while anything else is."""
        return self.lines.near

    @property
    def title(self) -> str:
        """What the panel is headed."""
        return self._title.text()

    def sizeHint(self) -> QSize:
        """Room for four claims."""
        return QSize(400, 160)

    def _stop(self) -> None:
        self._pause.stop()
        self._wanted = None
        self._reader.stop()

    def _ask(self, question: Question, then: Callable[[object], None]) -> None:
        connection = self._session.workspace.connection
        if self._reader.at_once(connection):
            then(question(connection))
        else:
            self._wanted = question, then
            self._pause.start()

    def _on_stayed(self) -> None:
        if self._wanted is not None and self.isVisible():
            wanted, self._wanted = self._wanted, None
            self._reader.ask(*wanted)

    def _on_near(self, found: object, *, keys: str = "", then: Callable[[bool], None] | None = None) -> None:
        near = cast("list[NearClaim]", found)
        if near:
            self._across = None
            self._title.setText(f"EARLIER CLAIMS LIKE THIS ONE{f' — {keys}' if keys else ''}")
            self._show_origin(None)
            self.lines.show_near([one.claim for one in near], numbered=bool(keys))
        if then is not None:
            then(bool(near))

    def _on_claims_of_fact(self, found: object) -> None:
        claims = cast("list[ClaimRow]", found)
        fact_id = next((claim.fact_id for claim in claims), None)
        if self._across is None:
            self.lines.show_claims(claims, self._claim_id)
        if fact_id is not None and self._claim_id is not None:
            self._across = self._claim_id, fact_id
            question = partial(changes, wanted=ChangeFilter(fact_id=fact_id))
            self._reader.answer(
                self._session.workspace.connection, question, partial(self._on_changes_found, claims=claims)
            )

    def _on_changes_found(self, found: object, *, claims: list[ClaimRow]) -> None:
        self.lines.show_claims(claims, self._claim_id, marks_of(cast("list[FoundChange]", found)))

    def _show_origin(self, claim: ClaimRow | None) -> None:
        taken = claim.taken_from if claim is not None else ""
        self._origin = queries.claim_with_uid(self._session.workspace.connection, taken)
        origin = self._origin
        if origin is not None:
            title = " ".join(origin.article_title.split())
            self.origin.set_line(f"Taken from “{title}”, sentence {origin.sentence_number}")
            self.origin.setToolTip("Go to the claim that this one was taken over from")
        else:
            self.origin.set_line("Taken from a claim that is not in this project any more" if taken else "")
            self.origin.setToolTip("")
        self.origin.setEnabled(origin is not None)

    def _on_origin_clicked(self) -> None:
        if self._origin is not None:
            self.claim_activated.emit(self._origin)

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.touches("claim", "fact", "speaker", "status", "article"):
            self.show_claim(self._claim_id)


def _near(text: str, speaker: str, besides: ClaimId | None) -> Question:
    return partial(nearest_claims, text=text, speaker=speaker, limit=_NEAR, besides=besides)


class ClaimLines(QAbstractScrollArea):
    """Claims a line each: date, speaker, status, assertion. Only what is visible is painted."""

    activated = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._claims: list[ClaimRow] = []
        self._current: ClaimId | None = None
        self._marks: Mapping[ClaimId, str] = {}
        self._note = ""
        self._near: Literal["", "listed", "numbered"] = ""
        self.setAccessibleName("Claims on the same fact")
        self._text_size = self.font().pointSizeF()
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.viewport().update)

    def show_claims(
        self, claims: list[ClaimRow], current: ClaimId | None, marks: Mapping[ClaimId, str] | None = None
    ) -> None:
        """These claims, with one of them chosen, and what changed with some of them."""
        self._claims, self._current, self._note, self._near = claims, current, "", ""
        self._marks = marks or {}
        self._name_lines("Claims on the same fact")

    def show_near(self, claims: list[ClaimRow], *, numbered: bool) -> None:
        """Claims that look like the one at hand, each with its fact, and with the digit that means it."""
        self._claims, self._current, self._note, self._marks = claims, None, "", {}
        self._near = "numbered" if numbered else "listed"
        self._name_lines("Earlier claims like this one")

    @property
    def near(self) -> list[ClaimRow]:
        """What `show_near` shows; empty while anything else is shown."""
        return self._claims if self._near else []

    def show_note(self, note: str) -> None:
        """A sentence in place of claims."""
        self._claims, self._current, self._note, self._near = [], None, note, ""
        self._name_lines("Claims on the same fact")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the visible lines."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._theme.color("side"))
        if self._note:
            painter.setPen(self._theme.color("muted"))
            painter.drawText(self.viewport().rect().adjusted(0, 2, -8, 0), int(Qt.TextFlag.TextWordWrap), self._note)
        top, row = -self.verticalScrollBar().value(), self._row_height
        for number, claim in enumerate(self._claims):
            area = QRect(0, top + number * row, self.viewport().width(), row)
            if area.intersects(event.rect()):
                self._line(painter, area, claim, number)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the scroll bar."""
        super().resizeEvent(event)
        self._fit()

    def viewportEvent(self, event: QEvent) -> bool:
        """A line that is cut tells the whole claim, as plain text whatever is in it."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = self._number_at(event.pos().y())
            claim = self._claims[number] if 0 <= number < len(self._claims) else None
            QToolTip.showText(event.globalPos(), "" if claim is None else self._whole(claim), self)
            return True
        return super().viewportEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click goes to the claim."""
        number = self._number_at(event.position().toPoint().y())
        if event.button() == Qt.MouseButton.LeftButton and 0 <= number < len(self._claims):
            self.activated.emit(self._claims[number])

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """For the line under the pointer, else for the current one; without lines it is for the view to say."""
        ids = [claim.id for claim in self._claims]
        by_keys = event.reason() == QContextMenuEvent.Reason.Keyboard
        current = ids.index(self._current) if self._current in ids else -1
        number = current if by_keys else self._number_at(event.pos().y())
        if not 0 <= number < len(self._claims):
            event.ignore()
            return
        claim = self._claims[number]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("&Go to this claim").triggered.connect(partial(self.activated.emit, claim))
        menu.addAction("&Copy its assertion").triggered.connect(partial(_copy, claim.assertion))
        place = QPoint(40, number * self._row_height - self.verticalScrollBar().value() + self._row_height // 2)
        menu.popup(self.viewport().mapToGlobal(place) if by_keys else event.globalPos())

    def set_zoom(self, factor: float) -> None:
        """The size of the text, beside the system's."""
        font = QFont(self.font())
        font.setPointSizeF(max(5.0, self._text_size * factor))
        self.setFont(font)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down walk the lines, Enter goes to the claim."""
        ids = [claim.id for claim in self._claims]
        place = ids.index(self._current) if self._current in ids else -1
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down} and ids:
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            number = min(max(place + step, 0), len(ids) - 1)
            self._current = ids[number]
            self._bring_into_sight(number)
            self._tell(self._claims[number])
            self.viewport().update()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and place >= 0:
            self.activated.emit(self._claims[place])
        else:
            super().keyPressEvent(event)

    def _line(self, painter: QPainter, area: QRect, claim: ClaimRow, number: int) -> None:
        theme = self._theme
        metrics = QFontMetrics(self.font())
        current = claim.id == self._current
        if current:
            painter.fillRect(area.adjusted(-2, 1, 0, -1), theme.color("accent_soft"))
        date_width = metrics.horizontalAdvance("28 Nov 2025") + 14
        name_width = min(150, max(90, area.width() // 5))
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(self.font())
        if self._near:
            area = self._number(painter, area, claim, number)
        if self._near and area.width() < _NARROW:
            date_width = 4  # what it says counts for more here than when
        else:
            painter.setPen(theme.color("muted"))
            said = short_date(claim.said_on or claim.published) or "undated"
            painter.drawText(area.adjusted(4, 0, 0, 0), middle, said)
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(theme.color("text"))
        name = QFontMetrics(bold).elidedText(claim.speaker or "—", Qt.TextElideMode.ElideRight, name_width - 10)
        painter.drawText(area.adjusted(date_width, 0, 0, 0), middle, name)
        painter.setFont(self.font())
        left = date_width + name_width
        if claim.status:
            room = min(190, area.width() // 3)
            left += draw_chip(painter, area.adjusted(left, 0, 0, 0), claim.status, theme.chip(claim.colour), room) + 10
        rest = area.adjusted(left, 0, -6, 0)
        # What changed counts for more than the words, which are cut first.
        room = rest.width() if area.width() < _NARROW else rest.width() * 3 // 5
        mark = metrics.elidedText(self._marks.get(claim.id, ""), Qt.TextElideMode.ElideRight, room)
        if mark:
            painter.setPen(theme.color("danger"))
            painter.drawText(rest, middle | int(Qt.AlignmentFlag.AlignRight), mark)
            painter.setPen(theme.color("text"))
            rest.setRight(rest.right() - metrics.horizontalAdvance(mark) - 12)
        words = " ".join(claim.assertion[:300].split())
        painter.drawText(rest, middle, metrics.elidedText(words, Qt.TextElideMode.ElideRight, rest.width()))

    @property
    def _row_height(self) -> int:
        return self.fontMetrics().height() + _AROUND

    def _number_at(self, place: int) -> int:
        return (place + self.verticalScrollBar().value()) // self._row_height

    def _bring_into_sight(self, number: int) -> None:
        bar, row = self.verticalScrollBar(), self._row_height
        bar.setValue(min(max(bar.value(), (number + 1) * row - self.viewport().height()), number * row))

    def _tell(self, claim: ClaimRow) -> None:
        day = short_date(claim.said_on or claim.published) or "undated"
        told = ", ".join(part for part in (day, claim.speaker, claim.status, claim.assertion) if part)
        self.setAccessibleDescription(told)
        announce(self, told)

    def _number(self, painter: QPainter, area: QRect, claim: ClaimRow, number: int) -> QRect:
        """The digit that means a claim, and its fact; returns what is left of the line."""
        metrics, middle = QFontMetrics(self.font()), int(Qt.AlignmentFlag.AlignVCenter)
        left = 4
        if self._near == "numbered":
            painter.setPen(self._theme.color("accent"))
            painter.drawText(area.adjusted(left, 0, 0, 0), middle, str(number + 1))
            left += metrics.horizontalAdvance("5") + 10
        painter.setPen(self._theme.color("text" if claim.fact_code else "muted"))
        painter.drawText(area.adjusted(left, 0, 0, 0), middle, claim.fact_code or "no fact")
        codes = [one.fact_code or "no fact" for one in self._claims]
        return area.adjusted(left + max(map(metrics.horizontalAdvance, codes)) + 8, 0, 0, 0)

    def _name_lines(self, name: str) -> None:
        """For those who hear it: what the lines are, and what they say."""
        self.setAccessibleName(name)
        told = [" ".join((one.fact_code, one.speaker, one.status, one.assertion[:100])) for one in self._claims]
        self.setAccessibleDescription(". ".join(" ".join(line.split()) for line in told) or self._note)
        self._fit()

    def _whole(self, claim: ClaimRow) -> str:
        who = " · ".join(part for part in (claim.speaker, claim.status, claim.source, claim.article_title) if part)
        fact = f"{claim.fact_code} {claim.fact}" if claim.fact_code else ""
        lines = (who, claim.assertion[:1000], fact, self._marks.get(claim.id, ""))
        return "<p>" + "<br>".join(escape(" ".join(line.split())) for line in lines if line) + "</p>"

    def _fit(self) -> None:
        height = len(self._claims) * self._row_height
        self.verticalScrollBar().setPageStep(self.viewport().height())
        self.verticalScrollBar().setRange(0, max(0, height - self.viewport().height()))
        self.verticalScrollBar().setSingleStep(self._row_height)
        self.viewport().update()


def _copy(text: str) -> None:
    QApplication.clipboard().setText(text)


def _described(claim: ClaimRow) -> str:
    parts = [
        f"As written: {claim.speaker_as_written}" if claim.speaker_as_written else "",
        f"Cue: {claim.cue}" if claim.cue else "",
        f"Quotation: {claim.quotation}" if claim.quotation else "",
        f"Said on {claim.said_on}" if claim.said_on else "",
        f"Note: {claim.note}" if claim.note else "",
    ]
    known = " · ".join(part for part in parts if part)
    hint = "Name a fact in the Fact column to see this claim beside others on the same question."
    return f"{known}\n{hint}" if known else hint
