"""The main window: one project, its articles at the left, the view in the middle, everything reachable by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from claimtracker.domain.errors import UserError
from claimtracker.gui.steps import Steps, at_once
from claimtracker.gui.views.catalogue import VIEWS
from claimtracker.gui.windows.frame import Frame

# What the first paint does without is loaded after it, where it is used (`tests/gui/test_first_paint.py`).
if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent

    from claimtracker.domain.changeset import ChangeSet
    from claimtracker.domain.values import ArticleId
    from claimtracker.gui.ask import Ask
    from claimtracker.gui.preferences import Preferences
    from claimtracker.gui.session import Session
    from claimtracker.gui.theme import Choice, Theme
    from claimtracker.gui.views.tag_view import TagView
    from claimtracker.gui.windows.backup_keeper import BackupKeeper, LastBackups
    from claimtracker.gui.windows.file_watch import FileWatch
    from claimtracker.gui.windows.first_sight import FirstSight
    from claimtracker.gui.windows.import_commands import ImportCommands
    from claimtracker.gui.windows.project_commands import ProjectCommands
    from claimtracker.gui.windows.project_page import ProjectPage
    from claimtracker.gui.windows.recovery import Recovery
    from claimtracker.workspace import Workspace


class MainWindow(Frame):
    """Owns the session of the open project; without one it shows where to begin."""

    def __init__(
        self, ask: Ask | None, theme: Theme, preferences: Preferences, *, first_sight: FirstSight | None = None
    ) -> None:
        """Whole at once; with a `first_sight` that alone, and the rest is for `go_on_with`.

        Without an `ask` the window asks with the dialogs of the system.
        """
        super().__init__(preferences, first_sight)
        self._asking = ask
        self._theme = theme
        self.session: Session | None = None
        self.page: ProjectPage | None = None
        self.commands: ProjectCommands | None = None
        self.importing: ImportCommands | None = None
        self.file_watch: FileWatch | None = None
        self.keeper: BackupKeeper | None = None
        self.recovery: Recovery | None = None
        if first_sight is None:
            at_once(self.build())

    def build(self) -> Steps[None]:
        """Everything that belongs to the window, whether a project is open or not."""
        from claimtracker.gui.actions import make_actions
        from claimtracker.gui.ask import QtAsk
        from claimtracker.gui.keys import Keymap
        from claimtracker.gui.lane import Lane
        from claimtracker.gui.widgets.status_line import StatusLine
        from claimtracker.gui.windows.backup_commands import BackupCommands
        from claimtracker.gui.windows.body import Body
        from claimtracker.gui.windows.looks import Looks
        from claimtracker.gui.windows.menus import build_menus
        from claimtracker.gui.windows.project_files import ProjectFiles

        yield
        self._ask: Ask = self._asking or QtAsk(self)
        self.lane = Lane(self)
        self.status = StatusLine()
        self._body = Body(self)
        self.files = ProjectFiles(self, self._ask, self._preferences, self._body.bar, self)
        self.looks = Looks(self._theme, self._preferences, self)
        self.actions_by_key = make_actions(self._handlers(), self)
        self.keys = Keymap(self._preferences.values.shortcuts, self)
        yield
        self.keys.dress(self.actions_by_key)
        yield
        build_menus(self.menuBar(), self.actions_by_key, self.files.show_recent)
        yield
        self.looks.dress(self.actions_by_key)
        yield
        yield from self._body.fill(self.actions_by_key, self._theme)
        self.top, self.bar, self.work = self._body.top, self._body.bar, self._body.work
        self.finder = self._body.finder
        self.top.view_chosen.connect(self._show_view)
        self.backups = BackupCommands(self, self._ask, self.lane, self.bar, self)
        self.lane.started.connect(self.work.begin)
        self.lane.progressed.connect(self.work.advance)
        self.lane.finished.connect(self._on_lane_finished)
        self.lane.refused.connect(self.bar.error)
        self.work.stop_requested.connect(self.lane.cancel)
        self.looks.zoomed.connect(self._on_zoomed)
        self.keys.changed.connect(self._on_keys_changed)
        self._refresh_actions()
        if self._first_sight is None:
            self._show_body()

    def build_and_open(self, path: Path | None) -> Steps[None]:
        """Everything after the first paint: the window, its project, and what was pressed meanwhile."""
        from claimtracker.gui.loading import load_parts

        yield from load_parts()
        from claimtracker.gui.windows.early_input import replay

        yield from self.build()
        yield
        if path is not None:
            yield from self.opening(path)
            yield
        wanted = self._first_sight.kept if self._first_sight is not None else []
        self._show_body()
        yield
        replay(wanted, self, self.actions_by_key)

    def _show_body(self) -> None:
        """What was painted first has served; the keyboard goes where work begins."""
        self._first_sight = None
        self.setStatusBar(self.status)
        self.setCentralWidget(self._body)
        self._body.show()
        self.setAcceptDrops(True)
        if self.page is not None and not self.bar.focus_question():
            self.page.view.take_focus()

    def open_project(self, path: Path) -> bool:
        """Open a project in place of the one that is open; False, with a sentence said, when it cannot be."""
        return at_once(self.opening(path))

    def opening(self, path: Path) -> Steps[bool]:
        """The same, step by step."""
        from claimtracker.gui.windows.file_watch import ways_out
        from claimtracker.workspace import Workspace

        yield
        try:
            workspace = Workspace.open(path, origin="gui")
        except UserError as error:
            ways = self.backups.ways_out(path, error) or ways_out(error, partial(self.open_project, path))
            self.bar.error(str(error), ways)
            return False
        yield
        yield from self._show_project(workspace)
        return True

    def create_project(self, path: Path) -> bool:
        """Make a new project and open it."""
        from claimtracker.workspace import Workspace

        try:
            workspace = Workspace.create(path, origin="gui")
        except UserError as error:
            self.bar.error(str(error))
            return False
        at_once(self._show_project(workspace))
        return True

    def show_article(self, article_id: ArticleId) -> None:
        """Show an article of the project."""
        if self.page is not None:
            self.page.show_article(article_id)

    def open_path(self) -> Path | None:
        """The project that is open."""
        return None if self.session is None else self.session.workspace.path

    def explain(self, error: BaseException) -> str:
        """What the file or its disk did, as a sentence, when that made an error; empty for a bug."""
        return self.session.workspace.explain(error) if self.session is not None else ""

    def stop(self) -> None:
        """Close without a question: the system asks for it."""
        self.be_whole()
        self.lane.cancel()
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Write what is typed, remember the layout, close the file."""
        self.be_whole()
        if self.lane.busy and not self._ask.confirm("Something is still being done. Stop it and close?", "Stop it"):
            event.ignore()
            return
        self.lane.drain()
        self._preferences.change(geometry=self._geometry())
        self._close_project(leaving=self)
        self.backups.last.finish(leaving=self)
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files, folders, links and words from elsewhere may be dropped anywhere."""
        from claimtracker.gui.windows.dropping import is_welcome

        if is_welcome(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A project is opened; everything else is imported."""
        from claimtracker.gui.windows.dropping import dropped

        what = dropped(event.mimeData())
        event.acceptProposedAction()
        if what.project is not None:
            self.open_project(what.project)
        elif self.importing is None or self.commands is None:
            self.bar.error("Articles go into a project: make one or open one, then drop them again.")
        elif not self.importing.take(what):
            self.commands.paste_article(what.text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts a message away."""
        from PySide6.QtCore import Qt

        if self._first_sight is None and event.key() == Qt.Key.Key_Escape and self.bar.isVisible():
            self.bar.put_away()
        else:
            super().keyPressEvent(event)

    def _show_project(self, workspace: Workspace) -> Steps[None]:
        from claimtracker.gui.actions import ARTICLE_MENU, SIDE_MENU
        from claimtracker.gui.session import Session
        from claimtracker.gui.views.view import ViewContext
        from claimtracker.gui.windows.backup_keeper import BackupKeeper
        from claimtracker.gui.windows.file_watch import FileWatch
        from claimtracker.gui.windows.import_commands import ImportCommands
        from claimtracker.gui.windows.menus import popup
        from claimtracker.gui.windows.project_commands import ProjectCommands
        from claimtracker.gui.windows.project_page import ProjectPage
        from claimtracker.gui.windows.recovery import Recovery

        self._close_project(beside=self.backups.last)
        session = Session(workspace, self)
        self.session = session
        self.file_watch = FileWatch(session, self._ask, self.bar, self.status, self)
        self.file_watch.open_requested.connect(self._on_elsewhere)
        session.failed.connect(self.file_watch.tell)
        session.notice.connect(self.bar.notice)
        session.changed.connect(self._on_changed)
        self.keeper = BackupKeeper(session, self)
        self.keeper.told.connect(self.bar.error)
        self.keeper.damage_found.connect(self._on_damage_found)
        self.commands = ProjectCommands(session, self._ask, self.lane, self.bar, self)
        self.importing = ImportCommands(session, self._ask, self.lane, self.bar, self._theme, window=self)
        self.commands.text_imported.connect(self.importing.tell_imported)
        yield
        context = ViewContext(session, self._theme, self.actions_by_key, self._ask, self.lane, self.keys)
        page = yield from ProjectPage.making(context, self._preferences.values.side_width, self.looks.zoom)
        yield
        self.page = page
        self.importing.imported.connect(page.show_imported)
        self.importing.article_wanted.connect(page.show_article)
        page.view_changed.connect(self.top.show_view)
        self.top.approached.connect(page.load_views)
        page.position_changed.connect(self.status.show_position)
        page.abilities_changed.connect(self._refresh_actions)
        page.zoom_requested.connect(self.looks.enlarge)
        self.looks.zoomed.connect(page.set_zoom)
        page.side.menu_requested.connect(partial(popup, self, self.actions_by_key, ARTICLE_MENU))
        page.side.empty_menu_requested.connect(partial(popup, self, self.actions_by_key, SIDE_MENU))
        self._body.pages.addWidget(page)
        self._tell_project(workspace)
        self.finder.search_in(session, page)
        page.start()
        yield
        self._body.pages.setCurrentWidget(page)
        self._refresh_actions()
        self.file_watch.tell_how_opened()
        if not workspace.read_only:
            self.recovery = Recovery(session, page, self.commands, self.bar, self)
            self.recovery.begin()

    def _tell_project(self, workspace: Workspace) -> None:
        self._preferences.opened(workspace.path)
        self.top.show_project(workspace.path.name, read_only=workspace.read_only)
        shown = f"{workspace.path.name} (read-only)" if workspace.read_only else workspace.path.name
        self.setWindowTitle(f"{shown} – Claim Tracker")
        self.status.opened(why_only_read=workspace.why_only_read, network=workspace.on_network_drive)

    def close_project(self) -> None:
        """Close the project that is open, and show where to begin."""
        self._close_project()
        self.backups.last.finish()

    def _close_project(self, leaving: MainWindow | None = None, beside: LastBackups | None = None) -> None:
        if self.session is None or self.page is None:
            return
        self.lane.drain()
        self.finder.search_in(None, None)
        page = self.page
        page.commit_open_editor()
        if self.recovery is not None:
            self.recovery.end()
        page.put_down()
        try:
            page.save_layout()
        except UserError as error:
            self.bar.error(str(error))
        self._preferences.change(side_width=page.side_width)
        self._body.pages.removeWidget(page)
        # What its widgets put off until later would read a closed file.
        for timer in page.findChildren(QTimer):
            timer.stop()
        page.deleteLater()
        if self.keeper is not None:
            self.keeper.close(leaving, beside)
        self.session.close()
        self.session.deleteLater()
        for helper in (self.commands, self.importing, self.file_watch, self.keeper, self.recovery):
            if helper is not None:
                helper.deleteLater()
        self.session = self.page = self.commands = self.importing = None
        self.file_watch = self.keeper = self.recovery = None
        # What was said of it holds no more; what could not be saved is asked about when it is opened again.
        self.bar.clear()
        self.top.show_project("")
        self.status.closed()
        self.setWindowTitle("Claim Tracker")
        self._body.pages.setCurrentWidget(self._body.start)
        self._refresh_actions()

    @property
    def tag_view(self) -> TagView | None:
        """The Tag view of the open project."""
        return None if self.page is None else self.page.tag_view

    def _handlers(self) -> dict[str, Callable[[], object]]:
        from claimtracker.gui.actions import ACTIONS
        from claimtracker.gui.windows.version_commands import version_handlers

        themes: tuple[Choice, ...] = ("system", "light", "dark")
        return {
            "project.new": self.files.make,
            "project.open": self.files.open,
            "project.sample": self.files.open_sample,
            "project.copy": self._on_copy,
            "project.backups": self._on_backups,
            "project.recover": self._on_recover,
            "article.import": lambda: self._command(self.importing, "import_articles"),
            "article.import_folder": lambda: self._command(self.importing, "import_folder"),
            "article.import_address": lambda: self._command(self.importing, "import_address"),
            "article.paste": lambda: self._command(self.commands, "paste_article"),
            "sheet.export": self._on_export,
            "sheet.import": self._on_import_sheet,
            "app.quit": self.close,
            "palette.open": lambda: self.finder.open(),  # noqa: PLW0108  it is made later
            "edit.undo": lambda: self._turn("undo"),
            "edit.redo": lambda: self._turn("redo"),
            **{spec.key: partial(self._in_view, spec.key) for spec in ACTIONS if spec.needs == "view"},
            **{f"show.{view.key}": partial(self._show_view, view.key) for view in VIEWS},
            "focus.sentences": partial(self._show_view, "tag"),
            "article.next": lambda: self._step(1),
            "article.previous": lambda: self._step(-1),
            "article.untouched": self._step_to_untouched,
            "article.edit": lambda: self._on_article("edit_article"),
            "article.save_original": lambda: self._on_article("save_original"),
            "article.delete": lambda: self._on_article("delete_article"),
            **version_handlers(lambda: self.page, self),
            **{f"view.{choice}": partial(self.looks.choose_theme, choice) for choice in themes},
            "view.larger": partial(self.looks.enlarge, 1),
            "view.smaller": partial(self.looks.enlarge, -1),
            "view.normal": partial(self.looks.set_zoom, 1.0),
            "pane.next": lambda: self._step_pane(1),
            "pane.previous": lambda: self._step_pane(-1),
            "help.shortcuts": self._on_shortcuts,
            "help.about": self._on_about,
        }

    def _refresh_actions(self) -> None:
        from claimtracker.gui.windows.abilities import show_abilities

        workspace = self.session.workspace if self.session is not None else None
        show_abilities(self.actions_by_key, self.keys, workspace, self.page)

    def _in_view(self, key: str) -> None:
        act = self.page.handler(key) if self.page is not None else None
        if act is not None:
            act()

    def _show_view(self, key: str) -> None:
        if self.page is not None:
            self.page.show_view(key)

    def _command(self, of: QObject | None, name: str) -> None:
        if of is not None:
            self._commit()
            getattr(of, name)()

    def _turn(self, name: str) -> None:
        """Undo or redo: what was said of the step holds no more."""
        self._commit()
        self.bar.put_notice_away()
        self._command(self.commands, name)

    def _step_pane(self, by: int) -> None:
        if self.page is not None:
            self.page.step_pane(by)

    def _step(self, by: int) -> None:
        if self.page is not None:
            self.page.step_article(by)

    def _step_to_untouched(self) -> None:
        if self.page is not None:
            self.page.step_to_untouched()

    def _on_copy(self) -> None:
        if self.file_watch is not None and self.page is not None:
            self.page.commit_open_editor()
            self.file_watch.save_copy()

    def _on_backups(self) -> None:
        self._commit()
        self.backups.show()

    def _on_recover(self) -> None:
        self._commit()
        self.backups.recover()

    def _on_damage_found(self, sentence: str) -> None:
        path = self.open_path()
        if path is not None:
            self.bar.error(sentence, self.backups.ways_out(path))

    def _commit(self) -> None:
        if self.page is not None:
            self.page.commit_open_editor()

    def _on_export(self) -> None:
        from claimtracker.gui.windows.project_commands import Matching
        from claimtracker.storage.queries import ClaimFilter

        if self.commands is not None and self.page is not None:
            self.page.commit_open_editor()
            view = self.page.claims_view
            shown = Matching(view.filter, view.table.claims.order)
            matching = shown if self.page.view is view and shown != Matching(ClaimFilter()) else None
            self.commands.export_sheet(self.page.tag_view.article_id, matching)

    def _on_article(self, name: str) -> None:
        if self.commands is not None and self.tag_view is not None and self.tag_view.article_id is not None:
            getattr(self.commands, name)(self.tag_view.article_id)

    def _on_import_sheet(self) -> None:
        if self.importing is not None and self.tag_view is not None:
            self._commit()
            self.importing.sheets.import_sheet(self.tag_view.article_id)

    def _on_shortcuts(self) -> None:
        from claimtracker.gui.windows.shortcuts_dialog import ShortcutsDialog

        if self.page is not None:
            self.keys.learn(self.page.abilities())
        ShortcutsDialog(self.keys, self).open()

    def _on_about(self) -> None:
        from claimtracker.gui.errors import versions
        from claimtracker.gui.windows.dialogs import AboutDialog

        project = self.session.workspace.path if self.session is not None else None
        AboutDialog(versions(), project, self).open()

    def _on_elsewhere(self, path: Path) -> None:
        """Go on with another file in place of one that cannot be written; what is typed comes along."""
        before = self.recovery
        typed = before.carry() if before is not None else ()
        if before is not None:
            before.handed_over = True
        if self.open_project(path):
            if self.recovery is not None:
                self.recovery.bring(typed)
        elif before is not None:
            before.handed_over = False

    def _on_changed(self, changes: ChangeSet) -> None:
        self.operation_done.emit(changes.kind)
        self.status.saved()
        self._refresh_actions()

    def _on_lane_finished(self) -> None:
        self.work.finish()
        self._refresh_actions()

    def _on_keys_changed(self) -> None:
        self._preferences.change(shortcuts=self.keys.chosen)
        self.keys.dress(self.actions_by_key)
        self._refresh_actions()
        if self.page is not None:
            self.page.tell_position()
        self.top.search.update()

    def _on_zoomed(self, factor: float) -> None:
        self.status.say_shortly(f"Text at {round(factor * 100)} %")
