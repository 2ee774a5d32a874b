"""The Tag view: an article's sentences beside its claims."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from claimtracker.domain.changeset import ChangeSet
from claimtracker.domain.errors import UserError
from claimtracker.domain.values import Article, ArticleHead, ArticleId, ClaimId, ClaimRow
from claimtracker.gui.actions import CELL_ACTIONS, CELLS_MENU, WRITING
from claimtracker.gui.announce import tell_sentence
from claimtracker.gui.dates import article_described
from claimtracker.gui.session_file import Draft
from claimtracker.gui.views.matching import MatchingCommands, scopes
from claimtracker.gui.views.tag_copies import CopiesOfSentence
from claimtracker.gui.views.tag_filling import ArticleFilling
from claimtracker.gui.views.tag_flow import TagFlow
from claimtracker.gui.views.tag_near import NearWhileTyping
from claimtracker.gui.views.tag_words import WordsOfClaim
from claimtracker.gui.views.view import View, ViewContext
from claimtracker.gui.widgets.claim_panel import ClaimPanel
from claimtracker.gui.widgets.claims_table import ClaimsTable
from claimtracker.gui.widgets.labels import ElidedLabel, PlainLabel, enlarge
from claimtracker.gui.widgets.scope import Scope
from claimtracker.gui.widgets.sentence_pane import SentencePane
from claimtracker.gui.widgets.version_strip import VersionStrip
from claimtracker.gui.words import READ_ONLY
from claimtracker.operations import AddClaim, DeleteClaims, DuplicateClaim, EditClaim
from claimtracker.storage import queries
from claimtracker.storage.glimpse import PANES

_TEXT_MENU = (
    "claim.new", "sentence.read", "", "words.set", "words.add", "words.remove", "words.hold", "",
    "claims.take_over", "sentence.split", "sentence.join",
)  # fmt: skip
_OF_CLAIMS = (
    "claim.link", "claim.duplicate", "claim.delete", "claims.replace", "claims.edit_matching", "claim.history",
    "claim.cell_history",
)  # fmt: skip


class TagView(View):
    """Keeps the two panes together: a claim shows its sentence, a sentence shows its claims."""

    hints = (
        "{text.claim.new} new claim · {text.claim.accept} accept suggestion · {text.claim.bar} type a claim · "
        "{text.sentence.read} nothing to claim · {text.status} status · {edit.undo} undo"
    )
    beside_articles = True

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        session, theme = context.session, context.theme
        self._article: Article | ArticleHead | None = None
        self._count = 0
        """How many sentences the article has; some may be missing in the pane yet, with their claims."""
        self._claim_count: int | None = 0
        """None while that is not known."""
        self._following = False
        self._behind = False  # whether something changed since it was seen last
        self.title = ElidedLabel()
        self.described = ElidedLabel()
        self.share = PlainLabel()
        for label in (self.described, self.share):
            label.setObjectName("muted")
        self.pane = SentencePane(theme, context.keys)
        self.table = ClaimsTable(session, theme)
        self.table.addActions([context.actions[key] for key in CELL_ACTIONS])
        self.panel = ClaimPanel(session, theme)
        self.panel.offer(context.actions["claim.history"])
        self._matching = MatchingCommands(context, self)
        self.words = WordsOfClaim(session, self.pane)
        self.copies = CopiesOfSentence(session, self.pane)
        self.filling = ArticleFilling(session, self.pane, self.copies.look_bit_by_bit)
        self.flow = TagFlow(session, self.pane, context.keys, theme, self)
        self.versions = VersionStrip(session, context.actions["show.versions"], context.keys)
        self.near = NearWhileTyping(session, self.table, self.flow.bar, self.panel)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        self.title.setFont(font)
        enlarge(self.title, _TITLE)
        self._lay_out()
        self.pane.sentence_changed.connect(self._on_sentence_changed)
        self.filling.going_on.connect(self._on_going_on)
        self.filling.filled.connect(self._describe)
        self.pane.digit_pressed.connect(self._on_digit_pressed)
        self.flow.claim_wanted.connect(self.select_claim)
        self.table.finished.connect(self._on_claim_finished)
        self.table.claim_selected.connect(self._on_claim_selected)
        self.table.left.connect(self.focus_sentences)
        self.table.opened.connect(self.focus_sentences)
        self.panel.claim_activated.connect(self._on_claim_activated)
        for widget in (self.pane, self.table):
            widget.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.pane.customContextMenuRequested.connect(self._on_text_menu)
        self.table.customContextMenuRequested.connect(self._on_table_menu)
        self.pane.action_pressed.connect(self._on_action_pressed)
        self.words.hints_changed.connect(self._on_hints_changed)
        self.copies.changed.connect(self.abilities_changed)
        self.copies.taken.connect(self.select_claim)
        session.changed.connect(self._on_changed)

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What is done to the claims of one article and to its sentences."""
        return {
            "claim.new": self.new_claim,
            "claim.duplicate": self.duplicate_claim,
            "claim.delete": self.delete_claims,
            "claim.link": self.link_to_fact,
            "focus.claims": self.table.setFocus,
            "claims.replace": self.replace_text,
            "claims.edit_matching": self.edit_matching,
            "view.columns": self.table.choose_columns,
            "claim.next": lambda: self.step_claim(1),
            "claim.previous": lambda: self.step_claim(-1),
            "view.tall_rows": self.table.toggle_tall_rows,
            "claim.history": lambda: self.show_history(self.table.current_claim_id()),
            "claim.cell_history": lambda: self.show_history(self.table.current_claim_id(), self.table.current_key()),
            **self.table.cells.handlers(),
            **self.words.handlers(),
            **self.copies.handlers(),
            **self.flow.handlers(),
        }

    def can(self, key: str) -> bool:
        """Cells and claims can be changed where there are any, and taken over where another article has some."""
        if key in CELL_ACTIONS:
            return self.table.cells.can(key)
        return (key not in _OF_CLAIMS or self.table.claims.count > 0) and self.copies.can(key)

    def checked(self, key: str) -> bool:
        """Whether the rows are tall."""
        return key == "view.tall_rows" and self.table.rows.tall

    def take_focus(self) -> None:
        """Work begins in the text."""
        self.focus_sentences()

    @property
    def article_id(self) -> ArticleId | None:
        """The article that is shown."""
        return None if self._article is None else self._article.id

    def show_article(self, article_id: ArticleId | None) -> None:
        """Show an article; None shows nothing."""
        self.commit_open_editor()
        self.filling.stop()
        self._behind = False
        try:
            begun = None if article_id is None else self.filling.first(article_id)
        except UserError:
            begun = None
        self._article = None if begun is None else begun.article
        self._following = True
        if begun is None:
            self._count, self._claim_count = 0, 0
            self.pane.set_article("", ())
            self.table.claims.show(None)
        else:
            self._count, self._claim_count = begun.sentence_count, len(begun.claims) if begun.whole else None
            self.pane.set_article(begun.article.text, begun.sentences, begun.claims)
            self.table.claims.begin(queries.ClaimFilter(article_id=begun.article.id), begun.claims)
            if not begun.whole:
                self.filling.go_on(begun.article.id)
        self._following = False
        self._describe()
        self._on_sentence_changed(self.pane.current)
        self.copies.show_article(None if self.filling.busy else self.article_id)
        self.versions.show_article(self.article_id)
        self.flow.show_article(self.article_id)

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while another view was shown is read now."""
        super().showEvent(event)
        if self._behind:
            self._read_anew(text=True, reshaped=True)
            self.copies.show_article(self.article_id)
        self.flow.refresh_soon()

    def be_whole(self) -> None:
        """Have all sentences of the article in the text."""
        self.filling.finish()

    def commit_open_editor(self) -> None:
        """Write what is typed in an open cell."""
        self.table.commit_open_editor()

    def draft_of(self, field: QWidget) -> Draft | None:
        """What is typed in the claim bar."""
        if field is not self.flow.bar.line or self.article_id is None or not self.flow.bar.text:
            return None
        return Draft("line", int(self.article_id), str(self.pane.current), self.flow.bar.text, "the claim bar")

    def put_back(self, draft: Draft) -> bool:
        """Put words back into a cell, or into the claim bar on the sentence that they were typed on."""
        if draft.kind == "claim":
            return self.table.put_back(draft)
        if self.article_id != draft.row:
            return False
        if draft.field.isdecimal():
            self.pane.go_to(int(draft.field))
        self.flow.bar.fill(draft.text)
        self.flow.bar.take_focus()
        return True

    def save_layout(self) -> None:
        """Remember splitters and columns with the project."""
        sizes = {"panes": self._panes.sizes(), "right": self._right.sizes()}
        self._session.workspace.remember(PANES, json.dumps(sizes))
        self.table.save_columns()

    def put_down(self) -> None:
        """Ask no more for what the sentence suggests, or for more of the article."""
        self.filling.stop()
        self.flow.suggestions.put_down()
        self.panel.put_down()

    def new_claim(self) -> None:
        """A claim on the selected words, else on the sentence the caret is on."""
        self.commit_open_editor()
        spans = self.pane.chosen_spans()
        if self._article is None or not spans:
            return
        suggested = self.flow.suggestions.suggestion()
        # A speaker whom nobody knows yet is left to be typed.
        fields = {key: text for key, text in suggested.fields.items() if key != "speaker" or not suggested.new_speaker}
        made = self._session.run(AddClaim(self._article.id, spans, fields), initiator=self)
        if made is not None:
            self.pane.let_go()
            self.table.edit_new(made)

    def delete_claims(self) -> None:
        """Delete the selected claims."""
        self.commit_open_editor()
        chosen = self.current_claim_ids()
        if not chosen:
            return
        self._session.run(DeleteClaims(chosen))
        what = "Deleted 1 claim." if len(chosen) == 1 else f"Deleted {len(chosen)} claims."
        self._session.notice.emit(f"{what} Undo brings {'it' if len(chosen) == 1 else 'them'} back.")

    def duplicate_claim(self) -> None:
        """A second claim on the same words."""
        self.commit_open_editor()
        chosen = self.table.current_claim_id()
        if chosen is not None:
            made = self._session.run(DuplicateClaim(chosen))
            if made is not None:
                self.table.edit_new(made)

    def replace_text(self) -> None:
        """Find and replace in the claims of this article, or in the selected ones."""
        self.commit_open_editor()
        self._matching.replace(self._scopes(), self.table)

    def edit_matching(self) -> None:
        """Set a column of the claims of this article, or of the selected ones."""
        self.commit_open_editor()
        self._matching.edit(self._scopes(), self.table)

    def step_claim(self, by: int) -> None:
        """Make another claim of the current sentence the one at hand; round again after the last."""
        ids = [claim.id for claim in self.pane.claims_at(self.pane.current)]
        current = self.table.current_claim_id()
        if not ids:
            self._session.notice.emit("This sentence has no claim yet; Enter makes one.")
        elif current in ids:
            self.select_claim(ids[(ids.index(current) + by) % len(ids)])
        else:
            self.select_claim(ids[0])

    def link_to_fact(self) -> None:
        """Ask which fact the claims at hand are about."""
        self.commit_open_editor()
        self.link_claims(self.current_claim_ids())

    def focus_sentences(self) -> None:
        """Back to the text."""
        self.pane.setFocus()

    def select_claim(self, claim_id: ClaimId) -> None:
        """Make a claim of this article current, and show its sentence."""
        self.be_whole()
        self.table.select_claim(claim_id)

    def show_place(self, start: int) -> None:
        """Put the caret on the sentence that a character of the article lies in."""
        self.be_whole()
        for index, row in enumerate(self.pane.sentences):
            if start < row.end:
                self.pane.go_to(index)
                break
        self.focus_sentences()

    def current_claim_ids(self) -> tuple[ClaimId, ...]:
        """The selected claims."""
        return self.table.current_claim_ids()

    def set_zoom(self, factor: float) -> None:
        """The size of the text."""
        self.pane.set_zoom(factor)
        self.table.set_zoom(factor)
        self.panel.lines.set_zoom(factor)
        enlarge(self.title, _TITLE * factor)

    def _scopes(self) -> list[Scope]:
        wanted = queries.ClaimFilter(article_id=self.article_id)
        whole = Scope("The claims of this article", wanted, queries.count_claims(self.connection, wanted))
        return scopes(self.connection, whole, self.current_claim_ids())

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 14, 0, 0)
        column.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(24, 0, 18, 12)
        head.setSpacing(2)
        head.addWidget(self.title)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(self.described, 1)
        below.addWidget(self.share)
        head.addLayout(below)
        head.addWidget(self.versions, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(head)
        column.addWidget(self.pane, 1)
        column.addWidget(self.copies.strip)
        column.addWidget(self.flow.bar)
        self.flow.bar.setHidden(self._session.workspace.read_only)
        self._right = QSplitter(Qt.Orientation.Vertical)
        self._right.addWidget(self.table)
        self._right.addWidget(self.panel)
        self._right.setStretchFactor(0, 3)
        self._right.setStretchFactor(1, 1)
        self._panes = QSplitter(Qt.Orientation.Horizontal)
        self._panes.addWidget(left)
        self._panes.addWidget(self._right)
        self._panes.setStretchFactor(0, 5)
        self._panes.setStretchFactor(1, 6)
        left.setMinimumWidth(300)
        self._right.setMinimumWidth(320)
        for splitter in (self._right, self._panes):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._panes)
        self._right.setSizes([560, 230])
        self._restore_layout()

    def _restore_layout(self) -> None:
        try:
            sizes = json.loads(self._session.workspace.recall(PANES, "{}"))
            for splitter, name in ((self._panes, "panes"), (self._right, "right")):
                if name in sizes and all(int(size) > 0 for size in sizes[name]):
                    splitter.setSizes([int(size) for size in sizes[name]])
        except (ValueError, TypeError):
            return

    def _show_claims(self) -> None:
        claims = [] if self._article is None else queries.claims_of_article(self.connection, self._article.id)
        self._claim_count = len(claims)
        self.pane.set_claims(claims)
        self._describe()

    def _describe(self) -> None:
        article = self._article
        if article is None:
            for label in (self.title, self.described, self.share):
                label.setText("")
            return
        self.title.setText(" ".join(article.title.split()))
        self.title.setToolTip("")
        self.described.setText(article_described(article.source, article.published, self._count, self._claim_count))
        self.share.setText("" if self.filling.busy else self.flow.share_read())

    def _on_going_on(self) -> None:
        self.table.claims.go_on()
        self._claim_count = self.table.claims.count
        self._describe()

    def _on_claim_finished(self) -> None:
        self.focus_sentences()
        self.flow.go_on(self.pane.current)

    def _on_digit_pressed(self, digit: int) -> None:
        if self._session.workspace.read_only:
            self._session.notice.emit(READ_ONLY)
            return
        claim_id = self.table.current_claim_id()
        label = next(
            (status.label for status in queries.statuses(self.connection, counted=False) if status.digit == digit), ""
        )
        if claim_id is not None and label:
            self._session.run(EditClaim(claim_id, {"status": label}), initiator=self)

    def _on_sentence_changed(self, index: int) -> None:
        if index < 0:
            self.tell_position("")
            self.panel.show_claim(None)
            return
        self.tell_position(f"Sentence {index + 1} of {self._count}")
        tell_sentence(self.pane, self.position, self.pane.sentence_text(), self.pane.claims_at(index))
        if self._following or self.words.selecting():
            return
        claims = self.pane.claims_at(index)
        current = self.table.current_claim_id()
        self._following = True
        if current not in {claim.id for claim in claims}:
            chosen = claims[0].id if claims else None
            if chosen != current:
                self.table.select_claim(chosen)
            self.pane.select_claim(chosen, follow=False)
            if chosen != self.panel.claim_id:
                self.panel.show_claim(chosen, self.table.claims.claim_at(self.table.currentIndex().row()))
        self._following = False

    def _on_claim_selected(self, claim_id: ClaimId | None) -> None:
        if self._following:
            return
        self.be_whole()
        self._following = True
        self.pane.select_claim(claim_id)
        self.panel.show_claim(claim_id, self.table.claims.claim_at(self.table.currentIndex().row()))
        self._following = False

    def _on_claim_activated(self, claim: ClaimRow) -> None:
        if claim.article_id != self.article_id:
            self.article_requested.emit(claim.article_id)
        self.select_claim(claim.id)

    def _on_action_pressed(self, key: str) -> None:
        self.be_whole()
        act = self.handlers().get(key)
        if key in WRITING and self._session.workspace.read_only:
            self._session.notice.emit(READ_ONLY)
        elif act is not None:
            act()
        else:
            self.context.actions[key].trigger()

    def _on_hints_changed(self, hints: str) -> None:
        self.hints = hints or type(self).hints
        self.position_changed.emit(self.position)

    def _on_text_menu(self, place: QPoint) -> None:
        self.popup(_TEXT_MENU, self.pane.viewport().mapToGlobal(place), self.pane.createStandardContextMenu())

    def _on_table_menu(self, place: QPoint) -> None:
        self.popup(CELLS_MENU, self.table.viewport().mapToGlobal(place))

    def _untouched(self, changes: ChangeSet) -> bool:
        """Whether only claims of other articles have other fields: to read all of these anew holds up who types."""
        claims = changes.table("claim")
        others = not (claims.everything or claims.inserted or claims.deleted or changes.touches(*_PARTS))
        return others and self.table.claims.rows_of(claims.updated) == []

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.touches("article", "carried"):
            self.versions.show_article(self.article_id)
        if self._article is None or not changes.touches("article", "sentence", "claim", "claim_span", "status"):
            return
        if self._article.id in changes.table("article").deleted or self._untouched(changes):
            return
        if not self.isVisible():
            # Whoever works in another view does not wait for a text that nobody sees.
            self._behind = True
            return
        self._read_anew(text=changes.touches("sentence", "article"), reshaped=changes.table("sentence").reshapes)
        self.copies.follow(changes)
        self.flow.refresh()

    def _read_anew(self, *, text: bool, reshaped: bool) -> None:
        self._behind = False
        self.be_whole()
        try:
            self._article = None if self._article is None else queries.article(self.connection, self._article.id)
        except UserError:
            return
        if self._article is not None and text:
            sentences = queries.sentences_of_article(self.connection, self._article.id)
            self._count = len(sentences)
            self.pane.set_text(self._article.text, sentences)
        self._show_claims()
        if reshaped:
            self._on_sentence_changed(self.pane.current)


_TITLE = 1.45
_PARTS = ("article", "sentence", "claim_span", "claim_tag", "status", "speaker", "fact", "tag")
