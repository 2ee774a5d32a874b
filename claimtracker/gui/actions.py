"""Everything a person can do, declared once: menus, the top bar, context menus and the page of shortcuts read this."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction

from claimtracker.gui.theme import Theme


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action. `group` parts a menu by lines; `needs` says when it can be done."""

    key: str
    label: str
    menu: str
    group: int
    tip: str
    shortcut: str = ""
    icon: str = ""
    needs: str = "project"
    """project, article, original (of the article, if it was kept), view (which carries it out), or nothing."""
    checkable: bool = False
    also: str = ""
    """A second shortcut that some keyboards or habits call for."""
    in_table: bool = False
    """Whether its keys work in the claims table alone: texts have their own Ctrl+C."""


ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("project.new", "New project…", "File", 0, "Make a new, empty project", "Ctrl+Shift+N", "file-plus", ""),
    ActionSpec("project.open", "Open…", "File", 0, "Open another project", "Ctrl+O", "folder-open", ""),
    ActionSpec("project.sample", "Open the sample project", "File", 0, "Open the articles that come along", "", "newspaper", ""),
    ActionSpec("project.copy", "Save a copy…", "File", 1, "Write a whole copy of this project", "Ctrl+Shift+S", "file-down"),
    ActionSpec("project.backups", "Backups…", "File", 1, "Which backups there are, what is in them, and how one comes back", "", "archive", ""),
    ActionSpec("project.recover", "Recover a damaged project…", "File", 1, "Read what can be read of a damaged file into a new project", "", "triangle-alert", ""),
    ActionSpec("article.import", "Import articles…", "File", 2, "Import articles from files: web pages, PDF, Word, mail, texts, ZIPs, sheets", "Ctrl+I", "download"),
    ActionSpec("article.import_folder", "Import a folder…", "File", 2, "Import every article of a folder and of those in it", "Ctrl+Alt+I", "folder-open"),
    ActionSpec("article.import_address", "Import from an address…", "File", 2, "Fetch one page from the web and import it", "Ctrl+Alt+U", "download"),
    ActionSpec("article.paste", "Paste an article…", "File", 2, "Make an article of pasted text", "Ctrl+Shift+V", "clipboard-paste"),
    ActionSpec("sheet.export", "Export claim sheet…", "File", 3, "Write claims to a CSV file", "Ctrl+E", "upload"),
    ActionSpec("sheet.import", "Import claim sheet…", "File", 3, "Bring an edited claim sheet back in, or one that somebody else made", "", "file-up"),
    ActionSpec("app.quit", "Quit", "File", 9, "Close the window; everything is saved already", "Ctrl+Q", "log-out", ""),
    ActionSpec("edit.undo", "Undo", "Edit", 0, "Take back the last change of this project", "Ctrl+Z", "undo-2"),
    ActionSpec("edit.redo", "Redo", "Edit", 0, "Bring back what was undone", "Ctrl+Shift+Z", "redo-2", also="Ctrl+Y"),
    ActionSpec("cells.cut", "Cut", "Edit", 1, "Copy the selected cells and clear them", "Ctrl+X", "", "view", in_table=True),
    ActionSpec("cells.copy", "Copy", "Edit", 1, "Copy the selected cells, for spreadsheets and texts", "Ctrl+C", "copy", "view", in_table=True),
    ActionSpec("cells.copy_headings", "Copy with headings", "Edit", 1, "Copy the selected cells under the headings of their columns", "Ctrl+Shift+C", "copy", "view", in_table=True),
    ActionSpec("cells.paste", "Paste", "Edit", 1, "Set cells from what was copied here or in a spreadsheet", "Ctrl+V", "clipboard-paste", "view", in_table=True),
    ActionSpec("cells.fill_down", "Fill down", "Edit", 2, "Set the selected cells to the top one of their column", "Ctrl+D", "arrow-down", "view", in_table=True),
    ActionSpec("cells.clear", "Clear cells", "Edit", 2, "Leave nothing in the selected cells; the claims stay", "Del", "x", "view", also="Backspace", in_table=True),
    ActionSpec("view.search", "Search in this view", "Edit", 3, "Narrow what the view shows by words: all claims, all speakers", "Ctrl+F", "search", "view"),
    ActionSpec("claims.replace", "Find and replace…", "Edit", 3, "Replace words in chosen columns, with a preview", "Ctrl+H", "", "view"),
    ActionSpec("claims.edit_matching", "Set a column for many claims…", "Edit", 3, "Set one column of all claims that match, or of the selected ones", "Ctrl+Shift+E", "", "view"),
    ActionSpec("claim.new", "New claim", "Claim", 0, "Tag the sentence, or the selected words, as a claim", "Ctrl+Return", "plus", "view"),
    ActionSpec("claim.bar", "Type a claim", "Claim", 0, "Type a claim in one line: speaker > status : assertion", "Ctrl+L", "pencil", "view"),
    ActionSpec("claim.accept", "Accept the suggestion", "Claim", 0, "Make the claim that the sentence suggests, and go on", "", "circle-check", "view"),
    ActionSpec("claim.link", "Link to a fact…", "Claim", 0, "Say which fact the claim is about: the picker offers what looks like it", "Ctrl+T", "flag", "view"),
    ActionSpec("claim.duplicate", "Duplicate claim", "Claim", 0, "A second claim on the same words", "Ctrl+Shift+D", "copy", "view"),
    ActionSpec("claim.delete", "Delete claim", "Claim", 0, "Delete the selected claims; undo brings them back", "Ctrl+Backspace", "trash-2", "view"),
    ActionSpec("claim.history", "History of this claim", "Claim", 4, "Who changed what of the claim, from what to what, and when", "F4", "history", "view"),
    ActionSpec("claim.cell_history", "History of this cell", "Claim", 4, "What stood in the cell at hand, who changed it, and when", "Shift+F4", "history", "view"),
    ActionSpec("sentence.read", "Nothing to claim here", "Claim", 1, "Mark the sentence as read and go on", "Ctrl+Shift+R", "check", "view"),
    ActionSpec("claim.next", "Next claim of the sentence", "Claim", 1, "Make the next claim of this sentence the one at hand", "", "arrow-down", "view"),
    ActionSpec("claim.previous", "Previous claim of the sentence", "Claim", 1, "Make the claim before the one at hand", "", "arrow-up", "view"),
    ActionSpec("words.set", "Use these words", "Claim", 2, "Let the claim rest on the selected words; without any, move its ends with the arrow keys", "", "words", "view"),
    ActionSpec("words.add", "Add these words", "Claim", 2, "Add the selected words to the claim as a further piece", "", "plus", "view"),
    ActionSpec("words.remove", "Take these words out", "Claim", 2, "Take the selected words out of the claim", "", "minus", "view"),
    ActionSpec("words.hold", "Hold these words", "Claim", 2, "Keep the selected words as a piece of the next claim, and select more", "", "pin", "view"),
    ActionSpec("claims.take_over", "Take over claims of the same sentence", "Claim", 3, "Copy the claims that this sentence has in another article", "", "copy", "view"),
    ActionSpec("claims.take_over_all", "Take over all claims of the same sentences", "Claim", 3, "Copy the claims that sentences of this article have in others", "", "copy", "view"),
    ActionSpec("sentence.split", "Split sentence here", "Article", 2, "Make two sentences of one, at the caret or before the selected words", "", "split", "view"),
    ActionSpec("sentence.join", "Join with the next sentence", "Article", 2, "Make one sentence of this and the next, or of those selected", "", "join", "view"),
    ActionSpec("sentence.untouched", "Next unseen sentence", "Claim", 1, "Go to the next sentence that nobody has seen to", "", "arrow-down", "view"),
    ActionSpec("sentence.untouched_before", "Previous unseen sentence", "Claim", 1, "Go to the sentence before that nobody has seen to", "", "arrow-up", "view"),
    ActionSpec("claim.back", "Back to the claim before", "Claim", 1, "Make the nearest claim above the one at hand", "", "arrow-up", "view"),
    ActionSpec("article.next", "Next article", "Article", 0, "Show the next article of the list", "Ctrl+PgDown", "arrow-down", "article"),
    ActionSpec("article.previous", "Previous article", "Article", 0, "Show the article before", "Ctrl+PgUp", "arrow-up", "article"),
    ActionSpec("article.untouched", "Next article to read", "Article", 0, "Show the next article with a sentence that nobody has seen to", "Ctrl+Shift+PgDown", "arrow-down", "article"),
    ActionSpec("article.edit", "Article properties…", "Article", 1, "Title, outlet, author, date and note", "Alt+Return", "pencil", "article"),
    ActionSpec("article.edit_text", "Edit text…", "Article", 1, "Mend the article's text by hand; its claims follow their words", "F9", "words", "article"),
    ActionSpec("article.version_of", "This is a new version of…", "Article", 3, "Say of which article this one is a new version; its claims are carried over", "", "changes", "article"),
    ActionSpec("article.no_version", "No version of another", "Article", 3, "Take it back that this is a new version of another article; the claims stay", "", "x", "article"),
    ActionSpec("article.save_original", "Save original file…", "Article", 1, "Write the file that the article was read from, where it was kept", "", "file-down", "original"),
    ActionSpec("article.delete", "Delete article", "Article", 1, "Delete the article with its claims; undo brings it back", "", "trash-2", "article"),
    ActionSpec("speakers.claims", "Show all claims", "Speaker", 0, "Show the claims of this speaker", "Ctrl+Alt+L", "message-square-quote", "view"),
    ActionSpec("speakers.rename", "Rename speaker…", "Speaker", 1, "Give this speaker another name, and keep the old one as an alias or not", "Shift+F2", "pencil", "view"),
    ActionSpec("speakers.merge", "Merge speakers…", "Speaker", 1, "Make the selected speakers one; all claims follow, and their names become aliases", "Ctrl+Shift+M", "merge", "view"),
    ActionSpec("speakers.split", "Split off alias…", "Speaker", 1, "Make an alias a speaker of its own, with its claims", "", "split", "view"),
    ActionSpec("speakers.delete", "Delete speaker", "Speaker", 2, "Delete the selected speakers, whom no claim has", "", "trash-2", "view"),
    ActionSpec("speakers.delete_unused", "Delete unused speakers", "Speaker", 2, "Delete every speaker whom no claim has", "", "trash-2", "view"),
    ActionSpec("fact.edit", "Edit fact…", "Review", 0, "Title, verdict, note and evidence of the current fact", "F2", "pencil", "view"),
    ActionSpec("fact.verdict", "Verdict…", "Review", 0, "Say what you concluded on the current fact", "", "circle-check", "view"),
    ActionSpec("fact.merge", "Merge with another fact…", "Review", 0, "Give all claims of the current fact to another, which stays", "Ctrl+M", "merge", "view"),
    ActionSpec("fact.split", "Split fact…", "Review", 0, "Give some claims of the current fact a fact of their own", "", "split", "view"),
    ActionSpec("fact.delete", "Delete fact", "Review", 0, "Take the current fact away; its claims stay, and undo brings it back", "Ctrl+Del", "trash-2", "view"),
    ActionSpec("review.export", "Export changes, matrix or facts…", "Review", 1, "Write what the review shows to a CSV file", "", "upload", "view"),
    ActionSpec("review.report", "Report…", "Review", 1, "A fact, or the changes since a day, with quotes and sources: PDF or HTML", "", "file-text", "view"),
    ActionSpec("vocabulary.new", "New status…", "Vocabulary", 0, "Add a status to the vocabulary", "Ctrl+N", "plus", "view"),
    ActionSpec("vocabulary.rename", "Rename", "Vocabulary", 0, "Change the label of the current entry", "F2", "pencil", "view"),
    ActionSpec("vocabulary.merge", "Merge…", "Vocabulary", 0, "Make one of several: the claims follow", "Ctrl+M", "merge", "view"),
    ActionSpec("vocabulary.retire", "Retire, or bring back", "Vocabulary", 0, "Offer the status no more, or again; claims keep it", "Ctrl+R", "bookmark", "view"),
    ActionSpec("vocabulary.delete", "Delete", "Vocabulary", 0, "Delete what is selected; undo brings it back", "Ctrl+Del", "trash-2", "view"),
    ActionSpec("vocabulary.claims", "Show claims", "Vocabulary", 1, "The claims that have it, in the Claims view", "Ctrl+G", "message-square-quote", "view"),
    ActionSpec("vocabulary.up", "Move up", "Vocabulary", 2, "Offer the status earlier", "Alt+Up", "arrow-up", "view"),
    ActionSpec("vocabulary.down", "Move down", "Vocabulary", 2, "Offer the status later", "Alt+Down", "arrow-down", "view"),
    ActionSpec("vocabulary.import", "Import vocabulary…", "Vocabulary", 3, "Bring statuses in from a TSV file", "", "download", "view"),
    ActionSpec("vocabulary.export", "Export vocabulary…", "Vocabulary", 3, "Write the statuses to a TSV file", "", "upload", "view"),
    ActionSpec("vocabulary.statuses", "Statuses", "Vocabulary", 4, "What speakers do: denied, confirmed, urged", "Alt+1", "tag", "view"),
    ActionSpec("vocabulary.tags", "Tags", "Vocabulary", 4, "Labels of your own", "Alt+2", "tag", "view"),
    ActionSpec("vocabulary.coders", "Coders", "Vocabulary", 4, "Who tagged claims", "Alt+3", "users", "view"),
    ActionSpec("history.undo", "Undo this alone", "History", 0, "Take back the chosen operation, and leave what came after it", "Ctrl+U", "undo-2", "view"),
    ActionSpec("history.back_to", "Roll back to here", "History", 0, "Take back everything that came after the chosen operation, as one step", "Ctrl+Shift+U", "history", "view"),
    ActionSpec("history.sheet", "See the sheet as of then", "History", 1, "The claims as they stood when the chosen operation had been done", "Ctrl+G", "table", "view"),
    ActionSpec("history.export", "Export as of a day…", "History", 1, "Write the claims as they stood on a day to a CSV file", "Ctrl+Shift+X", "upload", "view"),
    ActionSpec("history.forget", "Forget history…", "History", 2, "Delete history for good, so that nothing of it is left in the file", "", "trash-2", "view"),
    ActionSpec("versions.confirm", "Confirm", "Versions", 0, "The claim stands in the later version, on the words that are marked", "", "check", "view"),
    ActionSpec("versions.words", "Change words", "Versions", 0, "Let it rest on the selected words; without any, move the ends with the arrow keys", "", "words", "view"),
    ActionSpec("versions.edit", "Change fields", "Versions", 0, "Change speaker, status or assertion as it is confirmed", "", "pencil", "view"),
    ActionSpec("versions.drop", "Drop", "Versions", 0, "The later version does not hold the claim; the earlier one keeps it", "", "x", "view"),
    ActionSpec("versions.skip", "Skip", "Versions", 0, "Leave it for later, and go on to the next that waits", "", "arrow-down", "view"),
    ActionSpec("versions.confirm_all", "Confirm all unchanged", "Versions", 0, "Confirm every claim that waits here and whose assertion's words are still there", "", "circle-check", "view"),
    ActionSpec("versions.reopen", "Decide again", "Versions", 0, "Take the decision on the claim back", "", "undo-2", "view"),
    ActionSpec("versions.text", "Show in the text", "Versions", 1, "Show the sentence in the Tag view; the same key there comes back", "", "file-text", "view"),
    ActionSpec("versions.export", "Export…", "Versions", 1, "Write what changed between the two versions to a CSV file", "", "upload", "view"),
    ActionSpec("versions.by_weight", "By weight", "Versions", 2, "What weighs most first: negation, figures, names", "Alt+1", "arrow-down", "view"),
    ActionSpec("versions.in_text", "In the text", "Versions", 2, "The changes in the order of the text", "Alt+2", "file-text", "view"),
    ActionSpec("review.matrix", "Matrix of facts", "Review", 0, "Facts by articles, speakers or dates, with what changed ringed", "Alt+1", "table", "view"),
    ActionSpec("review.timeline", "Timeline", "Review", 0, "Claims in time: speakers down, or the facts of one speaker", "Alt+2", "changes", "view"),
    ActionSpec("review.speaker", "Positions of a speaker", "Review", 0, "All positions of one speaker by fact, and where they moved", "Alt+3", "user", "view"),
    ActionSpec("review.compare", "Two articles", "Review", 0, "Two articles side by side: what they share, and what only one has", "Alt+4", "columns-3", "view"),
    ActionSpec("review.everything", "Show everything", "Review", 1, "Take every filter of the review off", "Alt+0", "x", "view"),
    ActionSpec("view.system", "Follow the system", "View", 0, "Light or dark as the system is", "", "", "", checkable=True),
    ActionSpec("view.light", "Light", "View", 0, "Light colours", "", "sun", "", checkable=True),
    ActionSpec("view.dark", "Dark", "View", 0, "Dark colours", "", "moon", "", checkable=True),
    ActionSpec("view.larger", "Larger text", "View", 1, "Enlarge the article's text", "Ctrl++", "zoom-in", "", also="Ctrl+="),
    ActionSpec("view.smaller", "Smaller text", "View", 1, "Make the article's text smaller", "Ctrl+-", "zoom-out", ""),
    ActionSpec("view.normal", "Normal size", "View", 1, "The text as large as it was", "Ctrl+0", "search", ""),
    ActionSpec("view.columns", "Columns…", "View", 2, "Show or hide columns of the claims table", "", "columns-3", "view"),
    ActionSpec("claims.filter_column", "Filter by this column…", "View", 3, "Show the claims with some values of the column at hand (Alt+Down in the table)", "", "", "view"),
    ActionSpec("claims.clear_filter", "Clear filter", "View", 3, "Show every claim again", "Ctrl+Shift+L", "", "view"),
    ActionSpec("claims.saved_filters", "Saved filters", "View", 3, "Filters that were given a name", "Ctrl+Alt+F", "", "view"),
    ActionSpec("claims.save_filter", "Save this filter…", "View", 3, "Give the filter a name, to have it again", "", "", "view"),
    ActionSpec("view.tall_rows", "Tall rows", "View", 2, "Rows as high as their text needs, or one line each", "Ctrl+Shift+T", "", "view", checkable=True),
    ActionSpec("palette.open", "Go to anything…", "Go", 0, "Search articles, claims, speakers and actions", "Ctrl+K", "search", ""),
    ActionSpec("show.tag", "Tag", "Go", 1, "An article's sentences beside its claims", "Ctrl+1", "pencil", "project"),
    ActionSpec("show.claims", "Claims", "Go", 1, "Every claim of the project, searched and filtered", "Ctrl+2", "message-square-quote", "project"),
    ActionSpec("show.review", "Review", "Go", 1, "How claims change across articles", "Ctrl+3", "changes", "project"),
    ActionSpec("show.speakers", "Speakers", "Go", 1, "Who is quoted: names, aliases, roles, and likely duplicates", "Ctrl+4", "users", "project"),
    ActionSpec("show.vocabulary", "Vocabulary", "Go", 1, "Statuses, tags and coders", "Ctrl+5", "tag", "project"),
    ActionSpec("show.versions", "Versions", "Go", 1, "What changed from one version of an article to the next, and which claims it touches", "Ctrl+6", "changes", "project"),
    ActionSpec("show.history", "History", "Go", 1, "Who did what and when; undo it alone, or see the sheet of then", "Ctrl+7", "history", "project"),
    ActionSpec("focus.sentences", "Go to the sentences", "Go", 2, "Put the keyboard into the text", "F5", "file-text", "article"),
    ActionSpec("focus.claims", "Go to the claims", "Go", 2, "Put the keyboard into the table", "F7", "table", "view"),
    ActionSpec("focus.duplicates", "Go to likely duplicates", "Go", 2, "Put the keyboard on the pairs that are likely one: speakers, statuses, tags", "F8", "copy", "view"),
    ActionSpec("claims.open", "Show in its article", "Go", 2, "Show the claim in its sentence (Enter)", "", "", "view"),
    ActionSpec("pane.next", "Next pane", "Go", 3, "Put the keyboard into the next part of the window", "F6", "pane", "project"),
    ActionSpec("pane.previous", "Previous pane", "Go", 3, "Put the keyboard into the part of the window before", "Shift+F6", "pane", "project"),
    ActionSpec("help.shortcuts", "Keyboard shortcuts", "Help", 0, "Every key there is", "F1", "keyboard", ""),
    ActionSpec("help.about", "About Claim Tracker", "Help", 1, "Version, licences, and where the project lies", "", "info", ""),
)  # fmt: skip

TOP_BAR = ("claim.new", "sentence.read", "edit.undo", "edit.redo", "article.import", "sheet.export")
SIDE_MENU = ("article.import", "article.import_folder", "article.import_address", "article.paste")
ARTICLE_MENU = (
    "article.edit", "article.edit_text", "article.save_original", "article.version_of", "article.no_version",
    "show.versions", "article.delete",
)  # fmt: skip
CELL_ACTIONS = tuple(spec.key for spec in ACTIONS if spec.in_table)
"""What a claims table takes as actions of its own, so that their keys work in it."""
WRITING = frozenset(
    ("article.import", "article.import_folder", "article.import_address", "article.paste", "sheet.import", "cells.cut", "cells.paste", "cells.fill_down", "cells.clear",
     "claims.replace", "claims.edit_matching", "claims.save_filter", "claim.new", "claim.bar", "claim.accept",
     "claim.link", "claim.duplicate", "claim.delete", "sentence.read", "words.set", "words.add", "words.remove",
     "words.hold", "claims.take_over", "claims.take_over_all", "sentence.split", "sentence.join", "article.edit",
     "article.edit_text", "article.version_of", "article.no_version", "versions.confirm", "versions.words",
     "versions.edit", "versions.drop", "versions.confirm_all", "versions.reopen", "article.delete", "speakers.rename", "speakers.merge", "speakers.split", "focus.duplicates", "speakers.delete",
     "speakers.delete_unused", "vocabulary.new", "vocabulary.rename", "vocabulary.merge", "vocabulary.retire",
     "vocabulary.delete", "vocabulary.up", "vocabulary.down", "vocabulary.import", "fact.edit", "fact.merge", "fact.split",
     "fact.delete", "fact.verdict", "history.undo", "history.back_to", "history.forget")
)  # fmt: skip
"""What changes the project: not offered where it can only be read. Undo and redo see to that themselves."""
CELLS_MENU = (
    "cells.cut", "cells.copy", "cells.copy_headings", "cells.paste", "", "cells.fill_down", "cells.clear", "",
    "claim.link", "claim.duplicate", "claim.delete", "", "claim.history", "claim.cell_history",
)  # fmt: skip
"""The context menu of a claims table; "" parts it by a line."""


def make_actions(handlers: Mapping[str, Callable[[], object]], owner: QObject) -> dict[str, QAction]:
    """The actions, each connected to its handler; `gui.keys` gives them their keys.

    One without a handler is a bug and raises KeyError.
    """
    made: dict[str, QAction] = {}
    for spec in ACTIONS:
        action = QAction(spec.label, owner)
        action.setCheckable(spec.checkable)
        action.setStatusTip("")
        if spec.in_table:
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(handlers[spec.key])
        made[spec.key] = action
    return made


def give_icons(actions: Mapping[str, QAction], theme: Theme) -> None:
    """Icons in the colours of the theme; done after the first paint."""
    from claimtracker.gui.icons import icon  # noqa: PLC0415  not before it

    for spec in ACTIONS:
        if spec.icon:
            actions[spec.key].setIcon(icon(spec.icon, theme))


def label_of(action: QAction) -> str:
    """What an action is called, without the mark of its letter in the menu."""
    return action.text().replace("&&", "\0").replace("&", "").replace("\0", "&")
