"""What is known of one speaker: aliases, note, what they did, and their latest claims."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent, QFont, QKeyEvent, QPainter, QPaintEvent, QTextCursor
from PySide6.QtWidgets import (
    QAbstractButton,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import ClaimRow, Speaker
from claimtracker.gui.dates import short_date
from claimtracker.gui.delegates.painting import draw_chip
from claimtracker.gui.reader import Reader
from claimtracker.gui.session import Session
from claimtracker.gui.session_file import Draft
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.flow import FlowLayout
from claimtracker.gui.widgets.labels import ElidedLabel, PlainLabel, StyledBar
from claimtracker.operations import EditSpeaker
from claimtracker.storage import queries
from claimtracker.storage.queries import SpeakerInUse, StatusUse

_CLAIM = int(Qt.ItemDataRole.UserRole)
_LATEST = 20
_NOTE = "panel.note"
_ASK_AFTER = 80
"""Milliseconds on the same speaker until a large project is asked about the claims."""


class SpeakerPanel(StyledBar):
    """Follows the speaker it is shown; writes note and aliases itself."""

    claim_activated = Signal(object)
    """The `ClaimId` of a claim whose sentence is asked for."""
    status_activated = Signal(str)
    """A status whose claims by this speaker are asked for."""
    split_requested = Signal(str)
    """An alias that is to become a speaker of its own."""

    def __init__(self, session: Session, theme: Theme, show_claims: QAction, parent: QWidget | None = None) -> None:
        super().__init__("speakerPanel", parent)
        self._session = session
        self._theme = theme
        self._speaker: Speaker | None = None
        self.reader = Reader(session.workspace.path, self)
        self.reader.failed.connect(session.failed)
        self._ask_soon = QTimer(self)
        self._ask_soon.setSingleShot(True)
        self._ask_soon.setInterval(_ASK_AFTER)
        self._ask_soon.timeout.connect(self._ask)
        self.name = PlainLabel()
        self.name.setWordWrap(True)
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 1.3)
        font.setWeight(QFont.Weight.DemiBold)
        self.name.setFont(font)
        self.known = _muted()
        self.counted = _muted()
        self.aliases, self._alias_flow = _flow()
        self.statuses, self._status_flow = _flow()
        self.note = _Note()
        self.note.setReadOnly(session.workspace.read_only)
        self.note.left.connect(self.commit_note)
        self.latest = _LatestClaims(theme)
        self.latest.opened.connect(self.claim_activated)
        label = show_claims.text().replace("&", "")
        self.all_claims = QPushButton(label)
        self.all_claims.setAccessibleName(label)
        self.all_claims.setToolTip(show_claims.toolTip())
        self.all_claims.setAutoDefault(False)
        self.all_claims.clicked.connect(show_claims.trigger)
        self._lay_out()
        theme.changed.connect(self._on_theme_changed)
        self.show_speaker(None)

    def show_speaker(self, speaker: Speaker | None) -> None:
        """All about a speaker; nothing for None. What the claims tell comes a moment later where there are many."""
        before = self._speaker
        other = speaker is None or before is None or before.id != speaker.id
        if other:
            self.commit_note()
        self._speaker = speaker
        self._whole.setVisible(speaker is not None)
        self._ask_soon.stop()
        self.reader.stop()
        if speaker is None:
            return
        self.name.setText(speaker.name)
        known = ", ".join(part for part in (speaker.role, speaker.affiliation) if part)
        self.known.setText(known)
        self.known.setVisible(bool(known))
        if not self.note.hasFocus():
            self.note.setPlainText(speaker.note)
        self._show_aliases(speaker.aliases)
        if self.reader.at_once(self._session.workspace.connection):
            self._ask()
            return
        if other:
            self._show_use(SpeakerInUse(speaker.claims, 0, "", "", (), ()))
        # While somebody walks through the rows nothing is asked.
        self._ask_soon.start()

    def _ask(self) -> None:
        if self._speaker is None:
            return
        question = partial(queries.speaker_in_use, speaker_id=self._speaker.id, latest=_LATEST)
        try:
            self.reader.answer(self._session.workspace.connection, question, self._on_answered)
        except UserError as error:
            self._session.failed.emit(str(error))

    def _on_answered(self, found: object) -> None:
        if isinstance(found, SpeakerInUse):
            self._show_use(found)

    def _show_use(self, use: SpeakerInUse) -> None:
        self.counted.setText(_counted(use))
        self._show_statuses(use.statuses)
        self.latest.show_claims(use.latest)
        self._latest_title.setText("LATEST CLAIMS" if use.claims else "NO CLAIMS")
        self.all_claims.setVisible(bool(use.claims))

    def drain(self) -> None:
        """Nothing reads the project any more: it is closed."""
        self._ask_soon.stop()
        self.reader.drain()

    def commit_note(self) -> None:
        """Write the note when it was changed."""
        if self._speaker is None:
            return
        speaker, typed = self._speaker, self.note.toPlainText()
        if self.note.document().isModified() and typed.strip() != speaker.note:
            draft = self.draft_of(self.note)
            self.note.document().setModified(False)
            _, problem = self._session.attempt(EditSpeaker(speaker.id, {"note": typed}))
            if problem:
                self._session.failed.emit(problem)
                self._session.set_aside.emit(draft)

    def draft_of(self, field: QWidget) -> Draft | None:
        """What is typed in the note and not saved."""
        if field is not self.note or self._speaker is None or not self.note.document().isModified():
            return None
        speaker = self._speaker
        return Draft(
            "speaker", int(speaker.id), _NOTE, self.note.toPlainText(), f"the note on {speaker.name}", speaker.note
        )

    def put_back(self, draft: Draft) -> bool:
        """Put words back into the note of the speaker that is shown; kept when one leaves it."""
        if draft.field != _NOTE or self._speaker is None or self._speaker.id != draft.row:
            return False
        self.note.setFocus()
        self.note.setPlainText(draft.text)
        self.note.document().setModified(True)
        self.note.moveCursor(QTextCursor.MoveOperation.End)
        return True

    def sizeHint(self) -> QSize:
        """Beside the table."""
        return QSize(360, 500)

    def _lay_out(self) -> None:
        self.setMinimumWidth(250)
        self._whole = QWidget()
        column = QVBoxLayout(self._whole)
        column.setContentsMargins(18, 16, 16, 12)
        column.setSpacing(5)
        for label in (self.name, self.known, self.counted):
            column.addWidget(label)
        self._alias_title = _heading("ALIASES")
        self._status_title = _heading("STATUSES")
        self._latest_title = _heading("LATEST CLAIMS")
        for title, widget in ((self._alias_title, self.aliases), (self._status_title, self.statuses)):
            column.addSpacing(8)
            column.addWidget(title)
            column.addWidget(widget)
        column.addSpacing(8)
        column.addWidget(_heading("NOTE"))
        column.addWidget(self.note)
        column.addSpacing(8)
        column.addWidget(self._latest_title)
        column.addWidget(self.latest, 1)
        column.addWidget(self.all_claims, 0, Qt.AlignmentFlag.AlignLeft)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._whole)

    def _show_aliases(self, aliases: tuple[str, ...]) -> None:
        self._alias_flow.clear()
        shown = bool(aliases)
        self.aliases.setVisible(shown)
        self._alias_title.setVisible(shown)
        for alias in aliases:
            chip = _AliasChip(alias)
            chip.setEnabled(not self._session.workspace.read_only)
            chip.removed.connect(self._on_alias_removed)
            chip.split.connect(self.split_requested)
            self._alias_flow.addWidget(chip)
        self.aliases.updateGeometry()

    def _show_statuses(self, used: Sequence[StatusUse]) -> None:
        self._status_flow.clear()
        self.statuses.setVisible(bool(used))
        self._status_title.setVisible(bool(used))
        for use in used:
            chip = _StatusChip(use, self._theme)
            chip.setEnabled(bool(use.label))
            chip.clicked.connect(partial(self.status_activated.emit, use.label))
            self._status_flow.addWidget(chip)
        self.statuses.updateGeometry()

    def _on_alias_removed(self, alias: str) -> None:
        if self._speaker is not None:
            speaker = self._speaker
            rest = "; ".join(known for known in speaker.aliases if known != alias)
            _, refused = self._session.attempt(EditSpeaker(speaker.id, {"aliases": rest}))
            if refused:
                self._session.failed.emit(refused)
            else:
                self._session.notice.emit(f"“{alias}” is no alias of {speaker.name} any more. Undo brings it back.")

    def _on_theme_changed(self) -> None:
        self.latest.viewport().update()


class _Note(QPlainTextEdit):
    """A few lines; written when one leaves."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("field", "true")
        self.setAccessibleName("Note on this speaker")
        self.setToolTip("Anything else about this speaker; kept when you leave the field")
        self.setPlaceholderText("Anything else about this speaker")
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * 2 + 22)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Kept."""
        super().focusOutEvent(event)
        self.left.emit()


class _AliasChip(QToolButton):
    """An alias with a menu: take it off, or split it off."""

    removed = Signal(str)
    split = Signal(str)

    def __init__(self, alias: str) -> None:
        super().__init__()
        self._alias = alias
        shown = alias if len(alias) <= 40 else alias[:39] + "…"
        self.setText(shown.replace("&", "&&"))
        self.setProperty("chip", "true")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setAccessibleName(f"Alias {alias}")
        self.setToolTip("Take this alias off (Delete), or split it off as a speaker of its own")
        menu = QMenu(self)
        menu.addAction("Split off as a speaker of its own…").triggered.connect(self._on_split)
        menu.addAction("Remove alias").triggered.connect(self._on_removed)
        self.setMenu(menu)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes it off."""
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self._on_removed()
        else:
            super().keyPressEvent(event)

    def _on_removed(self) -> None:
        self.removed.emit(self._alias)

    def _on_split(self) -> None:
        self.split.emit(self._alias)


class _StatusChip(QAbstractButton):
    """A status in its colours, and how often."""

    def __init__(self, use: StatusUse, theme: Theme) -> None:
        super().__init__()
        self._use = use
        self._theme = theme
        self.setText(f"{use.label or 'no status'}  {use.claims:,}".replace("&", "&&"))
        self.setCursor(Qt.CursorShape.PointingHandCursor if use.label else Qt.CursorShape.ArrowCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{use.label or 'No status'}: {use.claims:,}")
        self.setToolTip("Show these claims (Space)" if use.label else "Claims without a status")

    def sizeHint(self) -> QSize:
        """As the pill is."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._told()) + 20, metrics.height() + 9)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The pill, with a frame while the keyboard is here."""
        painter = QPainter(self)
        area = self.rect()
        draw_chip(painter, area, self._told(), self._theme.chip(self._use.colour), area.width())
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(self._theme.color("accent"))
            painter.drawRoundedRect(area.adjusted(0, 1, -1, -2), area.height() / 2 - 2, area.height() / 2 - 2)
        painter.end()

    def _told(self) -> str:
        label = self._use.label or "no status"
        return f"{label if len(label) <= 40 else label[:39] + '…'}  {self._use.claims:,}"


class _LatestClaims(QListWidget):
    """Two lines a claim; Enter or a click opens its sentence."""

    opened = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("latestClaims")
        self.setAccessibleName("Latest claims")
        self.setToolTip("Open the sentence (Enter)")
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setItemDelegate(_ClaimDelegate(theme, self))
        self.itemClicked.connect(self._on_opened)
        self.itemActivated.connect(self._on_opened)

    def show_claims(self, claims: Sequence[ClaimRow]) -> None:
        """These, the latest first."""
        self.clear()
        for claim in claims:
            said = " ".join(claim.assertion.split())[:300]
            item = QListWidgetItem(said)
            item.setData(_CLAIM, claim)
            when = short_date(claim.said_on or claim.published) or "undated"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{when}, {claim.status or 'no status'}: {said}")
            self.addItem(item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, whatever the system takes it for."""
        item = self.currentItem()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and item is not None:
            self._on_opened(item)
        else:
            super().keyPressEvent(event)

    def _on_opened(self, item: QListWidgetItem) -> None:
        claim: ClaimRow = item.data(_CLAIM)
        self.opened.emit(claim.id)


class _ClaimDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, _index: object) -> QSize:
        return QSize(100, option.fontMetrics.height() * 2 + 21)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: object) -> None:
        claim: ClaimRow = index.data(_CLAIM)  # type: ignore[attr-defined]
        theme, area, metrics = self._theme, QRect(option.rect), option.fontMetrics
        painter.save()
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.fillRect(area, theme.color("hover"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), theme.color("accent"))
        inside = area.adjusted(8, 5, -8, -5)
        top = QRect(inside.left(), inside.top(), inside.width(), metrics.height() + 7)
        when = short_date(claim.said_on or claim.published) or "undated"
        painter.setPen(theme.color("muted"))
        painter.drawText(top, int(Qt.AlignmentFlag.AlignVCenter), when)
        left = metrics.horizontalAdvance("28 Nov 2025") + 10
        if claim.status:
            room = min(200, max(60, top.width() - left))
            left += draw_chip(painter, top.adjusted(left, 0, 0, 0), claim.status, theme.chip(claim.colour), room) + 10
        where = metrics.elidedText(claim.source or claim.article_title, Qt.TextElideMode.ElideRight, top.width() - left)
        if top.width() - left > 40:
            painter.setPen(theme.color("muted"))
            painter.drawText(top.adjusted(left, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), where)
        painter.setPen(theme.color("text"))
        line = QRect(inside.left(), top.bottom() + 3, inside.width(), metrics.height() + 2)
        said = metrics.elidedText(index.data(), Qt.TextElideMode.ElideRight, line.width())  # type: ignore[attr-defined]
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), said)
        painter.restore()


def _muted() -> PlainLabel:
    label = PlainLabel()
    label.setObjectName("muted")
    label.setWordWrap(True)
    return label


def _heading(text: str) -> ElidedLabel:
    label = ElidedLabel(text)
    label.setObjectName("panelTitle")
    return label


def _flow() -> tuple[QWidget, FlowLayout]:
    widget = QWidget()
    policy = widget.sizePolicy()
    policy.setHeightForWidth(True)
    widget.setSizePolicy(policy)
    return widget, FlowLayout(widget)


def _counted(use: SpeakerInUse) -> str:
    if not use.claims:
        return "No claims"
    if not use.articles:
        return _count(use.claims, "claim")
    told = f"{_count(use.claims, 'claim')} in {_count(use.articles, 'article')}"
    first, last = (short_date(day) or day for day in (use.first_seen, use.last_seen))
    when = first if first == last else f"{first} to {last}"
    return f"{told} · {when}" if when else told


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")
