"""How the blocks of an article are set: headings larger, datelines quiet, air between sentences and paragraphs."""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextCursor, QTextDocument

from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.article_text import ArticleText


def format_blocks(
    document: QTextDocument, article: ArticleText, theme: Theme, size: float, blocks: range | None = None
) -> None:
    """Give each block of a document, or some, the look of what it shows; `size` is that of body text, in points."""
    chosen = range(len(article.pieces)) if blocks is None else blocks
    formats = {1: _spacer(size * 0.35), 2: _spacer(size * 1.15)}
    kinds = {
        "heading": _written(size * 1.08, theme.color("text"), bold=True),
        "caption": _written(size * 0.9, theme.color("muted"), italic=True),
        "dateline": _written(size * 0.95, theme.color("muted")),
        "byline": _written(size * 0.95, theme.color("muted")),
    }
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    block = document.findBlockByNumber(chosen.start)
    for piece in article.pieces[chosen.start : chosen.stop]:
        made = formats.get(piece.spacer) or kinds.get(article.sentences[piece.sentence].kind)
        if made is not None:
            cursor.setPosition(block.position())
            if piece.spacer:
                cursor.setBlockCharFormat(made)
            else:
                cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
                cursor.setCharFormat(made)
        block = block.next()
    cursor.endEditBlock()


def _spacer(size: float) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setFontPointSize(max(1.0, size))
    return made


def _written(size: float, colour: QColor, *, bold: bool = False, italic: bool = False) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setFontPointSize(size)
    made.setForeground(colour)
    made.setFontItalic(italic)
    if bold:
        made.setFontWeight(QFont.Weight.DemiBold)
    return made
