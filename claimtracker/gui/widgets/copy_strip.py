"""A quiet line under the text: this sentence stands in another article too, with claims that can be taken over."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from claimtracker.gui.dates import short_date
from claimtracker.gui.widgets.labels import PlainLabel, StyledBar
from claimtracker.storage.queries import SentenceCopy

_TITLE = 60
"""Characters of a title that are told: the strip has room for two lines."""


_NARROW = 420


class CopyStrip(StyledBar):
    """Shows an offer, and says which one was taken; hidden while there is none."""

    taken = Signal(object)
    """The `SentenceCopy` to take the claims from."""
    all_taken = Signal()
    """The claims of all sentences of the article that were tagged elsewhere."""
    dismissed = Signal()
    """The person does not want to be offered anything in this article."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("copyStrip", parent)
        self._copies: Sequence[SentenceCopy] = ()
        self._label = PlainLabel()
        self._label.setObjectName("muted")
        self._label.setWordWrap(True)
        self._label.setMinimumWidth(80)
        self._take = QPushButton("Take over")
        self._take.setAccessibleName("Take over the claims of the same sentence")
        self._take.setToolTip("Copy these claims to this sentence; one undo takes them back (T)")
        self._take.clicked.connect(self._on_take)
        self._all = QPushButton()
        self._all.setAccessibleName("Take over the claims of all sentences that were tagged elsewhere")
        self._all.clicked.connect(self.all_taken)
        self._more = QToolButton()
        self._more.setText("▾")
        self._more.setToolTip("The other articles with this sentence")
        self._more.setAccessibleName("Other articles with this sentence")
        self._more.clicked.connect(self._on_more)
        self._close = QToolButton()
        self._close.setText("✕")
        self._close.setToolTip("Offer nothing in this article; T still takes over")
        self._close.setAccessibleName("Put this offer away")
        self._close.clicked.connect(self.dismissed)
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._lines.setContentsMargins(24, 5, 10, 5)
        self._lines.setSpacing(6)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        self._lines.addWidget(self._label, 1)
        self._lines.addLayout(buttons)
        for button in (self._take, self._more, self._all, self._close):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            buttons.addWidget(button)
        buttons.insertStretch(3)
        self.hide()

    @property
    def text(self) -> str:
        """What is offered; empty when nothing is."""
        return "" if self.isHidden() else self._label.text()

    def offer(self, copies: Sequence[SentenceCopy], sentences: int, claims: int) -> None:
        """Offer the claims of a sentence's copies, the first one foremost, and those of the whole article."""
        self._copies = copies
        lines, all_claims = _counted(sentences, "sentence"), _counted(claims, "claim")
        if copies:
            offered = _counted(len(copies[0].claims), "claim")
            self._label.setText(f"{offered} on this sentence in {described(copies[0])}")
        else:
            were = "was" if sentences == 1 else "were"
            self._label.setText(f"{lines} {were} tagged elsewhere ({all_claims})")
        self._take.setVisible(bool(copies))
        self._more.setVisible(len(copies) > 1)
        self._all.setVisible(sentences > (1 if copies else 0))
        self._all.setText(f"All {sentences}" if copies else "Take over all")
        self._all.setToolTip(f"Take over {all_claims} on {lines} of this article at once; one undo takes them back")
        self.setVisible(bool(copies) or sentences > 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the buttons stand under the offer."""
        super().resizeEvent(event)
        narrow = event.size().width() < _NARROW
        self._lines.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def menu(self) -> QMenu:
        """A line for each copy beyond the one that is offered."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for number, copy in enumerate(self._copies[1:], start=1):
            text = f"{_counted(len(copy.claims), 'claim')} in {described(copy)}"
            action = QAction(text.replace("&", "&&"), menu)
            action.setData(number)
            menu.addAction(action)
        menu.triggered.connect(self._on_chosen)
        return menu

    def _on_take(self) -> None:
        if self._copies:
            self.taken.emit(self._copies[0])

    def _on_more(self) -> None:
        self.menu().popup(self._more.mapToGlobal(QPoint(0, self._more.height())))

    def _on_chosen(self, action: QAction) -> None:
        self.taken.emit(self._copies[int(action.data())])


def described(copy: SentenceCopy) -> str:
    """“Pilotage talks resume” (Meridian, 6 Nov 2025)."""
    where = ", ".join(part for part in (copy.source, short_date(copy.published)) if part)
    title = " ".join(copy.article_title.split())
    shown = title if len(title) <= _TITLE else f"{title[:_TITLE].rstrip()}…"
    return f"“{shown}”" + (f" ({where})" if where else "")


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")
