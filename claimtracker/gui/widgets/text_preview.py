"""A text before it is imported: plain, sentence by sentence as it would be split, with what is no body text named."""

from __future__ import annotations

from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from claimtracker.domain.kinds import SentenceKind
from claimtracker.exchange.import_plan import PlannedText
from claimtracker.gui.signs import displayed
from claimtracker.gui.theme import Theme
from claimtracker.text.sentences import split_sentences

_SHOWN = 20_000
"""Characters: what a text begins with tells whether it is the right one."""


class ReadOnlyText(QPlainTextEdit):
    """Plain text to be read, scrolled and copied; Tab goes on."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setProperty("field", "true")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUndoRedoEnabled(False)


class TextPreview(ReadOnlyText):
    """The first pages of a text."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Text of the current row", parent)
        self._theme = theme
        self._shown: PlannedText | None = None
        theme.changed.connect(self._on_theme_changed)

    def show_text(self, planned: PlannedText | None) -> None:
        """Show the text of a row; nothing for what cannot be read."""
        self._shown = planned
        self.clear()
        article = None if planned is None else planned.read.article
        if article is None:
            self.setPlaceholderText("" if planned is None else "There is no text to be shown.")
            return
        text = article.text[:_SHOWN]
        cursor = QTextCursor(self.document())
        paragraph = 0
        for place, sentence in enumerate(split_sentences(text, article.marks)):
            if place:
                cursor.insertText("\n\n" if sentence.paragraph != paragraph else " ", self._look(SentenceKind.BODY))
            if sentence.kind is not SentenceKind.BODY and (not place or sentence.paragraph != paragraph):
                cursor.insertText(f"{str(sentence.kind).capitalize()}  ", self._mark())
            paragraph = sentence.paragraph
            cursor.insertText(displayed(text[sentence.start : sentence.end]), self._look(sentence.kind))
        if len(article.text) > _SHOWN:
            rest = len(article.text) - _SHOWN
            cursor.insertText(f"\n\n{rest:,} more characters are not shown here.", self._mark())
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _look(self, kind: SentenceKind) -> QTextCharFormat:
        look = QTextCharFormat()
        look.setForeground(self._theme.color("text" if kind in {SentenceKind.BODY, SentenceKind.HEADING} else "muted"))
        if kind is SentenceKind.HEADING:
            look.setFontWeight(QFont.Weight.DemiBold)
        look.setFontItalic(kind is SentenceKind.CAPTION)
        return look

    def _mark(self) -> QTextCharFormat:
        look = QTextCharFormat()
        look.setForeground(self._theme.color("accent"))
        look.setFontPointSize(max(6.0, self.font().pointSizeF() * 0.85))
        return look

    def _on_theme_changed(self) -> None:
        self.show_text(self._shown)
