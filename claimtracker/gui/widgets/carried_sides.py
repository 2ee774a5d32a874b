"""The sentences of a claim in the earlier and in the later version, side by side, with what differs marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from claimtracker.domain.values import Span
from claimtracker.gui.delegates.version_line import mark_format
from claimtracker.gui.signs import displayed
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.article_text import characters_in, utf16_length
from claimtracker.gui.widgets.labels import ElidedLabel, enlarge


class CarriedSide(QWidget):
    """One version's sentences: read-only, but words can be selected in them."""

    def __init__(self, theme: Theme, name: str, *, is_new: bool) -> None:
        super().__init__()
        self._theme = theme
        self._is_new = is_new
        self._passage, self._start = "", 0
        self._claimed: Sequence[Span] = ()
        self._differing: Sequence[Span] = ()
        self._ground = "grey"
        self._active: Span | None = None
        self.where = ElidedLabel()
        self.where.setObjectName("muted")
        self.text = KeyedText(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.where)
        column.addWidget(self.text, 1)
        theme.changed.connect(self._mark)

    def show_passage(self, where: str, passage: tuple[str, int], differing: Sequence[Span], colour: str) -> None:
        """Show sentences, which begin at a place of the article; `differing` counts from their own beginning."""
        self.where.setText(where)
        self._differing, self._ground = differing, colour
        if passage != (self._passage, self._start):
            self._passage, self._start = passage
            self.text.setPlainText(_shown(self._passage))

    def claim_words(self, spans: Sequence[Span], active: Span | None = None) -> None:
        """Mark the words that the claim rests on: characters of the article; `active` is being moved."""
        self._claimed, self._active = spans, active
        self._mark()
        if active is None and self._differing:
            # What differs may be far from where the claim begins.
            self.show_place(self._start + self._differing[0].start)
        else:
            self._reveal(active if active is not None else spans[0] if spans else None)

    def show_place(self, offset: int) -> None:
        """Scroll to a character of the article."""
        self._reveal(Span(offset, offset + 1))

    def selected(self) -> Span | None:
        """The selected words, as characters of the article."""
        cursor = self.text.textCursor()
        if not cursor.hasSelection():
            return None
        shown = _shown(self._passage)
        start, end = (characters_in(shown, place) for place in (cursor.selectionStart(), cursor.selectionEnd()))
        return Span(self._start + start, self._start + end)

    @property
    def bounds(self) -> Span:
        """From where to where in the article the sentences go."""
        return Span(self._start, self._start + len(self._passage))

    def marked(self) -> list[str]:
        """The words that are marked, those of the claim first."""
        return [one.cursor.selectedText() for one in self.text.extraSelections()]

    def set_zoom(self, factor: float) -> None:
        """The size of the words."""
        for widget in (self.where, self.text):
            enlarge(widget, factor)

    def _reveal(self, span: Span | None) -> None:
        if span is None or not self._passage:
            return
        cursor = self.text.textCursor()
        if not cursor.hasSelection():
            cursor.setPosition(self._place(span.start))
            self.text.setTextCursor(cursor)
            self.text.ensureCursorVisible()

    def _place(self, offset: int) -> int:
        return utf16_length(self._passage[: max(0, offset - self._start)])

    def _mark(self) -> None:
        chip = self._theme.chip(self._ground)
        tint, edge = QTextCharFormat(), QTextCharFormat()
        tint.setBackground(chip.tint)
        edge.setBackground(QColor(self._theme.color("selection")))
        found = [self._selection(span, edge if span == self._active else tint) for span in self._claimed]
        shift = self._start
        look = mark_format(self._theme, is_new=self._is_new)
        found += [self._selection(Span(one.start + shift, one.end + shift), look) for one in self._differing]
        self.text.setExtraSelections(found)

    def _selection(self, span: Span, look: QTextCharFormat) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.text.document())
        cursor.setPosition(self._place(span.start))
        cursor.setPosition(self._place(min(span.end, self.bounds.end)), QTextCursor.MoveMode.KeepAnchor)
        made.cursor = cursor
        made.format = look
        return made


class KeyedText(QPlainTextEdit):
    """Lets whoever holds it have a key first."""

    pressed_key = Signal(object)
    left = Signal()
    """The keyboard went elsewhere."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setProperty("field", "true")
        self.setToolTip(name)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What nobody wants is Qt's own: selecting and scrolling."""
        self.pressed_key.emit(event)
        if not event.isAccepted():
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell."""
        super().focusOutEvent(event)
        self.left.emit()

    def sizeHint(self) -> QSize:
        """Some lines."""
        return QSize(240, 84)

    def minimumSizeHint(self) -> QSize:
        """Two lines."""
        return QSize(120, 2 * self.fontMetrics().lineSpacing() + 16)


def _shown(passage: str) -> str:
    """Paragraphs as such, and one character for each."""
    return "\n".join(displayed(line) for line in passage.split("\n"))
