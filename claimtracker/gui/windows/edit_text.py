"""An article's text edited by hand, with what becomes of its claims said while one types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QTextCursor, QTextDocument, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QSplitter, QToolButton, QVBoxLayout, QWidget

from claimtracker.domain.values import Article
from claimtracker.domain.versions import Outcome
from claimtracker.gui.ask import Ask
from claimtracker.gui.models.text_preview import Fate, TextPreview, TextPreviews
from claimtracker.gui.session import Session
from claimtracker.gui.session_file import Draft
from claimtracker.gui.signs import displayed
from claimtracker.gui.widgets.form import Form
from claimtracker.gui.widgets.labels import PlainLabel
from claimtracker.gui.widgets.trail_table import TrailTable
from claimtracker.gui.words import count
from claimtracker.operations import EditArticleText
from claimtracker.text.verbatim import lines_of, with_edits

_MOST = 200
"""Claims that are named."""
_LONGEST = 160


class EditTextDialog(Form):
    """Save is one undo step; what nobody touched keeps its line ends and its odd characters."""

    def __init__(self, session: Session, ask: Ask, article: Article, parent: QWidget) -> None:
        super().__init__("Edit text", "Save", parent)
        self._session = session
        self._ask = ask
        self._article = article
        room = parent.size()
        self.resize(min(980, room.width() - 60), min(780, room.height() - 40))
        self.find_line = _FindLine()
        self.text = QPlainTextEdit()
        self.text.setProperty("field", "true")
        self.text.setAccessibleName("Text of the article")
        self.text.setToolTip("The article's text; Ctrl+F finds in it")
        self.text.setTabChangesFocus(True)
        self.text.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.text.setPlainText(_shown_of(article.text))
        self._shown = self.text.toPlainText()
        self.told = PlainLabel()
        self.told.setWordWrap(True)
        self.fates = TrailTable("What becomes of the claims", ("Claim", "Words before", "Words after"), (210, 0, 0))
        self.fates.setToolTip("The claims whose words would be others, and those whose words would be gone")
        self.previews = TextPreviews(session, article.id, self.edited, self)
        self.previews.found.connect(self._on_found)
        self.submit = self._save
        self._lay_out()
        self.accept_button.setToolTip("Save the text, as one undo step (Ctrl+S)")
        self.accept_button.setEnabled(False)
        self._tell(None)
        self.text.textChanged.connect(self._on_text_changed)
        self.find_line.line.next_wanted.connect(self._on_find)
        self.find_line.line.left.connect(self._on_find_left)
        for keys, act in (
            (QKeySequence.StandardKey.Find, self._open_find),
            (QKeySequence.StandardKey.Save, self.accept),
        ):
            QShortcut(keys, self).activated.connect(act)
        self.text.setFocus()

    def edited(self) -> str:
        """The text as it would be saved."""
        return with_edits(self._article.text, self._shown, self.text.toPlainText())

    @property
    def is_changed(self) -> bool:
        """Whether anything was typed that is not undone again."""
        return self.text.toPlainText() != self._shown

    def draft_of(self, field: QWidget) -> Draft | None:
        """The text as it was typed; not the words that are looked for."""
        if field is not self.text or not self.is_changed:
            return None
        article = self._article
        where = f"the text of “{article.title[:60]}”"
        return Draft("text", int(article.id), "text", self.edited(), where, article.sha256)

    def put_back(self, draft: Draft) -> None:
        """Put the text as it was being typed, not saved yet; undo goes back to the text as it is."""
        cursor = self.text.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(_shown_of(draft.text))

    def find_next(self, *, back: bool = False) -> None:
        """Go to the next place that has the words, round at the end."""
        typed = self.find_line.line.text()
        if not typed:
            return
        flag = QTextDocument.FindFlag.FindBackward if back else QTextDocument.FindFlag(0)
        if not self.text.find(typed, flag):
            before = self.text.textCursor()
            around = QTextCursor(self.text.document())
            around.movePosition(QTextCursor.MoveOperation.End if back else QTextCursor.MoveOperation.Start)
            self.text.setTextCursor(around)
            if not self.text.find(typed, flag):
                self.text.setTextCursor(before)
                self.find_line.told.setText("not found")
                return
        self.find_line.told.setText("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the line of words finds; it saves nothing."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not self.buttons.isAncestorOf(self.focusWidget()):
            event.accept()
        else:
            super().keyPressEvent(event)

    def reject(self) -> None:
        """Close; what was typed is asked about."""
        if not self.is_changed or self._ask.confirm("Throw away what you changed in the text?", "Throw away"):
            self.done(0)

    def done(self, result: int) -> None:
        """Nothing is worked out any more."""
        self.previews.stop()
        super().done(result)

    def _lay_out(self) -> None:
        title = PlainLabel(" ".join(self._article.title.split()))
        title.setObjectName("muted")
        title.setWordWrap(True)
        upper, lower = QWidget(), QWidget()
        above = QVBoxLayout(upper)
        above.setContentsMargins(0, 0, 0, 6)
        above.setSpacing(8)
        above.addWidget(self.find_line)
        above.addWidget(self.text, 1)
        below = QVBoxLayout(lower)
        below.setContentsMargins(0, 6, 0, 0)
        below.setSpacing(8)
        below.addWidget(self.told)
        below.addWidget(self.fates, 1)
        self._parts = QSplitter(Qt.Orientation.Vertical)
        self._parts.setChildrenCollapsible(False)
        self._parts.addWidget(upper)
        self._parts.addWidget(lower)
        self._parts.setStretchFactor(0, 3)
        self._parts.setStretchFactor(1, 1)
        self._parts.setSizes([420, 190])
        self.find_line.hide()
        self.fates.hide()
        self.column.addWidget(title)
        self.column.addWidget(self._parts, 1)
        self.end()

    def _open_find(self) -> None:
        self.find_line.show()
        self.find_line.line.setFocus()
        self.find_line.line.selectAll()

    def _on_find(self, back: bool) -> None:
        self.find_next(back=back)

    def _on_find_left(self) -> None:
        self.find_line.hide()
        self.text.setFocus()

    def _on_text_changed(self) -> None:
        self.refuse("")
        self.accept_button.setEnabled(self.is_changed)
        if self.is_changed:
            self.previews.ask()
        else:
            self.previews.stop()
            self._tell(None)

    def _on_found(self, preview: TextPreview, _text: str) -> None:
        if self.is_changed:
            self._tell(preview)
            self.accept_button.setEnabled(not preview.refused)

    def _tell(self, preview: TextPreview | None) -> None:
        """What would happen, in a sentence and a table."""
        fates = () if preview is None else (*preview.gone, *preview.edited)
        self.fates.setVisible(bool(fates))
        self.fates.show_rows([_row(fate) for fate in fates[:_MOST]])
        self.told.setObjectName("problem" if preview is not None and preview.refused else "muted")
        self.told.style().polish(self.told)
        self.told.setText(_sentence(preview))

    def _save(self) -> bool:
        if not self.is_changed:
            return True
        self.previews.stop()
        edited, problem = self._session.attempt(EditArticleText(self._article.id, self.edited()))
        if problem:
            return self.refuse(problem)
        if edited:
            self._session.notice.emit(f"Text saved; {count(len(edited), 'claim')} to confirm in the Versions view.")
        else:
            self._session.notice.emit("Text saved. Undo brings the old one back.")
        return True


class _Words(QLineEdit):
    """Enter finds on, with Shift back; Escape leaves."""

    next_wanted = Signal(bool)
    """Whether the one before is wanted."""
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("Find in the text")
        self.setAccessibleName("Find in the text")
        self.setToolTip("Enter finds the next, Shift+Enter the one before, Escape goes back to the text")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.next_wanted.emit(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class _FindLine(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.line = _Words()
        self.told = PlainLabel()
        self.told.setObjectName("muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.line, 1)
        row.addWidget(self.told)
        for sign, name, tip in (("↑", "Find the one before", "Shift+Enter"), ("↓", "Find the next", "Enter")):
            button = QToolButton()
            button.setText(sign)
            button.setAccessibleName(name)
            button.setToolTip(f"{name} ({tip})")
            row.addWidget(button)
            button.clicked.connect(self._on_up if sign == "↑" else self._on_down)

    def _on_up(self) -> None:
        self.line.next_wanted.emit(True)

    def _on_down(self) -> None:
        self.line.next_wanted.emit(False)


def _shown_of(text: str) -> str:
    return "\n".join(displayed(line) for line, _ in lines_of(text))


def _row(fate: Fate) -> Sequence[str]:
    after = "gone: this claim would lose its words" if fate.outcome is Outcome.GONE else _short(fate.after)
    return (fate.who, _short(fate.before), after)


def _short(text: str) -> str:
    line = " ".join(displayed(text).split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _sentence(preview: TextPreview | None) -> str:
    if preview is None:
        return "Nothing is changed yet. What becomes of the claims is told here while you type."
    return " ".join(_parts(preview))


def _parts(preview: TextPreview) -> Iterator[str]:
    if preview.gone:
        one = len(preview.gone) == 1
        lost = "a claim" if one else f"{len(preview.gone):,} claims"
        yield f"This cannot be saved: {lost} would lose all words. Move or delete {'it' if one else 'them'} first."
    kinds = ("changed", "added", "removed")
    told = [f"{number:,} {kind}" for number, kind in zip(preview.sentences, kinds, strict=True) if number]
    yield f"Sentences: {', '.join(told)}." if told else "No sentence is another."
    stay = [f"{preview.kept:,} as they are"] if preview.kept else []
    stay += [f"{preview.moved:,} moved"] if preview.moved else []
    stay += [f"{len(preview.edited):,} to confirm on other words"] if preview.edited else []
    if stay:
        yield f"Claims: {', '.join(stay)}."
