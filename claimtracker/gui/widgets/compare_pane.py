"""Two articles side by side: the sentences and facts they share, and what only one of them has."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from claimtracker.domain.values import ArticleId, ClaimRow
from claimtracker.gui.dates import short_date
from claimtracker.gui.models.side_by_side import SideCell, SideRow
from claimtracker.gui.session import Session
from claimtracker.gui.signs import escape
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.side_table import SideTable
from claimtracker.storage import queries
from claimtracker.storage.queries.positions import ArticleSentence, Comparison, compare_articles


class ComparePane(QWidget):
    """The two articles are chosen above; at first the two oldest that share most."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.one, self.other = _choice("The one article"), _choice("The other article")
        self.table = SideTable("Two articles side by side", 2, theme)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.one, 1)
        row.addWidget(self.other, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 12, 0)
        layout.setSpacing(8)
        layout.addLayout(row)
        layout.addWidget(self.table, 1)
        self.setFocusProxy(self.table)
        for choice in (self.one, self.other):
            choice.currentIndexChanged.connect(self.compare)

    def show_articles(self) -> None:
        """Read again which articles there are, and compare."""
        summaries = queries.article_summaries(self._session.workspace.connection)
        for place, choice in enumerate((self.one, self.other)):
            chosen = choice.currentData()
            choice.blockSignals(True)
            choice.clear()
            for summary in summaries:
                parts = (" ".join(summary.title.split()), summary.source, short_date(summary.published))
                choice.addItem(" · ".join(part for part in parts if part)[:300], summary.id)
            found = choice.findData(chosen) if chosen is not None else -1
            choice.setCurrentIndex(found if found >= 0 else min(place, choice.count() - 1))
            choice.blockSignals(False)
        self.compare()

    def compare(self) -> None:
        """Show what the two chosen articles have in common, and what not."""
        one, other = self.one.currentData(), self.other.currentData()
        rows: list[SideRow] = []
        if one is not None and other is not None and one != other:
            rows = _rows(compare_articles(self._session.workspace.connection, ArticleId(one), ArticleId(other)))
        elif one is not None:
            rows = [SideRow(heading="Choose two different articles.")]
        else:
            rows = [SideRow(heading="No articles yet: import two, and see what they share.")]
        for choice in (self.one, self.other):
            told = f"{choice.accessibleName()} to compare: {choice.currentText()}"
            choice.setToolTip(f"<p>{escape(told.rstrip(': '))}</p>")
        self.table.rows.show_rows(rows, [self.one.currentText(), self.other.currentText()])


def _choice(name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setToolTip(f"{name} to compare")
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(12)
    return made


def _rows(found: Comparison) -> list[SideRow]:
    rows = [SideRow(heading=_counted(len(found.shared), "shared sentence"))]
    rows += [SideRow(cells=(_sentence(one), _sentence(other))) for one, other in found.shared]
    rows.append(SideRow(heading=_counted(len(found.facts), "shared fact")))
    for shared in found.facts:
        title = f"{shared.fact.code} {shared.fact.title}"
        rows.append(SideRow(cells=(_claims(title, shared.one), _claims(title, shared.other))))
    for heading, sentences, place in (
        ("only in the one article", found.only_one, 0),
        ("only in the other article", found.only_other, 1),
    ):
        rows.append(SideRow(heading=f"{_counted(len(sentences), 'sentence')} {heading}"))
        for sentence in sentences:
            cells = (_sentence(sentence), SideCell())
            rows.append(SideRow(cells=cells if place == 0 else (cells[1], cells[0])))
    return rows


def _sentence(sentence: ArticleSentence) -> SideCell:
    return SideCell(f"§ {sentence.row.number}", sentence.text, sentence.claims)


def _claims(title: str, claims: Sequence[ClaimRow]) -> SideCell:
    return SideCell(title, "", tuple(claims))


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")
