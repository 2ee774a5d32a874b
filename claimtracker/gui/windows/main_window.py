"""The main window: one project, its articles at the left, the view in the middle, everything reachable by keyboard."""

from __future__ import annotations

import base64
from collections.abc import Callable
from functools import partial
from pathlib import Path

import platformdirs
from PySide6.QtCore import QByteArray, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from claimtracker.domain.changeset import ChangeSet
from claimtracker.domain.errors import UserError
from claimtracker.domain.values import ArticleId
from claimtracker.gui.actions import (
    ACTIONS,
    ARTICLE_MENU,
    CLAIM_MENU,
    MENUS,
    TEXT_MENU,
    TOP_BAR,
    give_icons,
    make_actions,
)
from claimtracker.gui.ask import Ask
from claimtracker.gui.lane import Lane
from claimtracker.gui.preferences import Preferences
from claimtracker.gui.session import Session
from claimtracker.gui.theme import Choice, Theme
from claimtracker.gui.views.tag_view import TagView
from claimtracker.gui.widgets.article_list import ArticleSide
from claimtracker.gui.widgets.empty_state import EmptyState
from claimtracker.gui.widgets.labels import ElidedLabel, PlainLabel
from claimtracker.gui.widgets.message_bar import MessageBar
from claimtracker.gui.windows.dialogs import AboutDialog, ShortcutsDialog
from claimtracker.gui.windows.project_commands import ProjectCommands
from claimtracker.workspace import Workspace

_HINTS = "Enter new claim · N nothing to claim · U next unseen · 1–9 status · Ctrl+Z undo"
_LAST_ARTICLE = "window.article"
_ZOOMS = (0.7, 3.0)


class MainWindow(QMainWindow):
    """Owns the session of the open project; without one it shows where to begin."""

    def __init__(self, ask: Ask, theme: Theme, preferences: Preferences) -> None:
        super().__init__()
        self._ask = ask
        self._theme = theme
        self._preferences = preferences
        self._zoom = min(max(preferences.values.zoom, _ZOOMS[0]), _ZOOMS[1])
        self.session: Session | None = None
        self.tag_view: TagView | None = None
        self.side: ArticleSide | None = None
        self.commands: ProjectCommands | None = None
        self.lane = Lane(self)
        self.bar = MessageBar()
        self.actions_by_key = make_actions(self._handlers(), self)
        self._build_menus()
        self._build_body()
        self._build_status()
        self.setWindowTitle("Claim Tracker")
        self.setAcceptDrops(True)
        self.setMinimumSize(760, 480)
        room = self.screen().availableGeometry()
        self.resize(min(1440, room.width() - 20), min(860, room.height() - 60))
        self._restore_geometry()
        self.lane.started.connect(self._on_lane_started)
        self.lane.progressed.connect(self.bar.progress)
        self.lane.finished.connect(self._on_lane_finished)
        self.lane.refused.connect(self.bar.error)
        theme.changed.connect(self._on_theme_changed)
        self._refresh_actions()
        QTimer.singleShot(0, self, self._on_theme_changed)

    def open_project(self, path: Path) -> bool:
        """Open a project in place of the one that is open; False, with a sentence said, when it cannot be."""
        try:
            workspace = Workspace.open(path, origin="gui")
        except UserError as error:
            self.bar.error(str(error))
            return False
        self._show_project(workspace)
        return True

    def create_project(self, path: Path) -> bool:
        """Make a new project and open it."""
        try:
            workspace = Workspace.create(path, origin="gui")
        except UserError as error:
            self.bar.error(str(error))
            return False
        self._show_project(workspace)
        return True

    def show_article(self, article_id: ArticleId) -> None:
        """Show an article of the project."""
        if self.side is not None:
            self.side.choose(article_id)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Write what is typed, remember the layout, close the file."""
        self.lane.drain()
        self._close_project()
        geometry = base64.b64encode(self.saveGeometry().data()).decode()
        self._preferences.change(geometry=geometry, zoom=self._zoom)
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped anywhere."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A project is opened; other files are imported."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        projects = [path for path in paths if path.suffix == ".claims"]
        if projects:
            self.open_project(projects[0])
        elif self.commands is not None:
            self.commands.import_files(paths)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts a message away."""
        if event.key() == Qt.Key.Key_Escape and self.bar.isVisible() and not self.lane.busy:
            self.bar.hide()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """As designed."""
        return QSize(1440, 860)

    def _show_project(self, workspace: Workspace) -> None:
        self._close_project()
        self.bar.hide()
        session = Session(workspace, self)
        self.session = session
        session.failed.connect(self._on_failed)
        session.notice.connect(self.bar.notice)
        session.changed.connect(self._on_changed)
        self.commands = ProjectCommands(session, self._ask, self.lane, self.bar, self)
        self.tag_view = TagView(session, self._theme)
        self.tag_view.set_zoom(self._zoom)
        self.side = ArticleSide(session, self._theme)
        self.tag_view.position_changed.connect(self._position.setText)
        self.tag_view.article_requested.connect(self.show_article)
        self.side.chosen.connect(self._on_article_chosen)
        self.side.left.connect(self.tag_view.focus_sentences)
        self.side.menu_requested.connect(partial(self._popup, ARTICLE_MENU))
        self.tag_view.pane.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tag_view.pane.customContextMenuRequested.connect(self._on_text_menu)
        self.tag_view.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tag_view.table.customContextMenuRequested.connect(self._on_table_menu)
        self._body = QSplitter(Qt.Orientation.Horizontal)
        self._body.setHandleWidth(1)
        self._body.setChildrenCollapsible(False)
        self._middle = QStackedWidget()
        self._middle.addWidget(self.tag_view)
        self._middle.addWidget(self._empty_project())
        self._body.addWidget(self.side)
        self._body.addWidget(self._middle)
        self._body.setStretchFactor(1, 1)
        self._body.setSizes([self._preferences.values.side_width, 1200])
        self._pages.addWidget(self._body)
        self._pages.setCurrentWidget(self._body)
        self._preferences.opened(workspace.path)
        self._name.setText(workspace.path.name)
        self.setWindowTitle(f"{workspace.path.name} – Claim Tracker")
        self._state.setText("All changes saved" if not workspace.read_only else "This project can only be read")
        last = workspace.recall(_LAST_ARTICLE)
        self.side.choose(ArticleId(int(last)) if last.isdecimal() else None)
        self._refresh_actions()
        self.tag_view.focus_sentences()

    def _close_project(self) -> None:
        if self.session is None or self.tag_view is None:
            return
        self.lane.drain()
        self.tag_view.commit_open_editor()
        try:
            self.tag_view.save_layout()
            self.session.workspace.remember(_LAST_ARTICLE, str(self.tag_view.article_id or ""))
        except UserError as error:
            self.bar.error(str(error))
        self._preferences.change(side_width=self._body.sizes()[0])
        self._pages.removeWidget(self._body)
        self._body.deleteLater()
        self.session.close()
        self.session.deleteLater()
        if self.commands is not None:
            self.commands.deleteLater()
        self.session = self.tag_view = self.side = self.commands = None
        self._name.setText("")
        self._position.setText("")
        self._state.setText("")
        self.setWindowTitle("Claim Tracker")
        self._pages.setCurrentWidget(self._start)
        self._refresh_actions()

    def _handlers(self) -> dict[str, Callable[[], object]]:
        themes: tuple[Choice, ...] = ("system", "light", "dark")
        return {
            "project.new": self._on_new,
            "project.open": self._on_open,
            "project.sample": self._on_sample,
            "project.copy": self._on_copy,
            "article.import": lambda: self._command("import_articles"),
            "article.paste": lambda: self._command("paste_article"),
            "sheet.export": self._on_export,
            "sheet.import": lambda: self._command("import_sheet"),
            "app.quit": self.close,
            "edit.undo": self._undo,
            "edit.redo": self._redo,
            "claim.new": lambda: self._in_view("new_claim"),
            "claim.duplicate": lambda: self._in_view("duplicate_claim"),
            "claim.delete": lambda: self._in_view("delete_claims"),
            "sentence.read": lambda: self._in_view("mark_sentence_read"),
            "focus.sentences": lambda: self._in_view("focus_sentences"),
            "focus.claims": lambda: self._in_view("focus_table"),
            "article.next": lambda: self._step(1),
            "article.previous": lambda: self._step(-1),
            "article.edit": self._on_edit_article,
            "article.delete": self._on_delete_article,
            **{f"view.{choice}": partial(self._choose_theme, choice) for choice in themes},
            "view.larger": lambda: self._set_zoom(self._zoom * 1.1),
            "view.smaller": lambda: self._set_zoom(self._zoom / 1.1),
            "view.normal": lambda: self._set_zoom(1.0),
            "view.columns": self._on_columns,
            "help.shortcuts": lambda: ShortcutsDialog(self.actions_by_key, self).open(),
            "help.about": self._on_about,
        }

    def _build_menus(self) -> None:
        group = QActionGroup(self)
        for name in MENUS:
            menu = self.menuBar().addMenu(f"&{name}")
            last = None
            for spec in (spec for spec in ACTIONS if spec.menu == name):
                if last is not None and spec.group != last:
                    menu.addSeparator()
                last = spec.group
                menu.addAction(self.actions_by_key[spec.key])
                if spec.checkable:
                    group.addAction(self.actions_by_key[spec.key])
                if spec.key == "project.open":
                    self._recent = menu.addMenu("Open recent")
                    self._recent.aboutToShow.connect(self._on_recent_menu)
        self.actions_by_key[f"view.{self._theme.choice}"].setChecked(True)

    def _build_body(self) -> None:
        top = QWidget()
        top.setObjectName("topBar")
        top.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(top)
        row.setContentsMargins(16, 7, 12, 7)
        row.setSpacing(4)
        self._name = ElidedLabel()
        self._name.setObjectName("projectName")
        row.addWidget(self._name, 1)
        for key in TOP_BAR:
            button = QToolButton()
            button.setDefaultAction(self.actions_by_key[key])
            button.setIconSize(QSize(18, 18))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(self.actions_by_key[key].text().rstrip("…"))
            if key == "claim.new":
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            row.addWidget(button)
        self._start = EmptyState(
            "Tag claims, and see how they change",
            "Begin with a project: one file that holds your articles, their claims, and the history of every change.",
            [self.actions_by_key[key] for key in ("project.new", "project.open", "project.sample")],
        )
        self._pages = QStackedWidget()
        self._pages.addWidget(self._start)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(self.bar)
        column.addWidget(self._pages, 1)
        self.setCentralWidget(whole)

    def _build_status(self) -> None:
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        self._state, self._position = PlainLabel(), PlainLabel()
        hints = ElidedLabel(_HINTS)
        hints.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        bar.addWidget(self._state)
        bar.addWidget(self._position)
        bar.addWidget(hints, 1)

    def _empty_project(self) -> QWidget:
        return EmptyState(
            "No articles yet",
            "Import saved articles as text files, drop them onto the window, or paste one. Then walk through the "
            "sentences with the arrow keys and press Enter where somebody claims something.",
            [self.actions_by_key[key] for key in ("article.import", "article.paste")],
        )

    def _restore_geometry(self) -> None:
        saved = self._preferences.values.geometry
        if saved:
            self.restoreGeometry(QByteArray.fromBase64(saved.encode("ascii", "ignore")))

    def _refresh_actions(self) -> None:
        workspace = self.session.workspace if self.session is not None else None
        article = self.tag_view.article_id if self.tag_view is not None else None
        claims = self.tag_view.table.claims.rowCount() if self.tag_view is not None else 0
        holds = {"": True, "project": workspace is not None, "article": article is not None, "claim": claims > 0}
        for spec in ACTIONS:
            self.actions_by_key[spec.key].setEnabled(holds[spec.needs])
        for key, verb in (("edit.undo", "Undo"), ("edit.redo", "Redo")):
            label = getattr(workspace, f"{verb.lower()}_label") if workspace is not None else ""
            action = self.actions_by_key[key]
            action.setText(f"{verb} {label}".strip().replace("&", "&&"))
            action.setEnabled(bool(label) and workspace is not None and not workspace.read_only)
            keys = next(spec.shortcut for spec in ACTIONS if spec.key == key)
            action.setToolTip(f"{verb} {label} ({keys})".replace("  ", " ") if label else f"Nothing to {verb.lower()}")

    def _popup(self, keys: tuple[str, ...], place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for key in keys:
            menu.addAction(self.actions_by_key[key])
        menu.popup(place)

    def _in_view(self, name: str) -> None:
        if self.tag_view is not None:
            getattr(self.tag_view, name)()

    def _command(self, name: str) -> None:
        if self.commands is not None and self.tag_view is not None:
            self.tag_view.commit_open_editor()
            getattr(self.commands, name)()

    def _undo(self) -> None:
        if self.session is not None and self.tag_view is not None:
            self.tag_view.commit_open_editor()
            self.session.undo()

    def _redo(self) -> None:
        if self.session is not None and self.tag_view is not None:
            self.tag_view.commit_open_editor()
            self.session.redo()

    def _step(self, by: int) -> None:
        if self.side is not None and self.tag_view is not None:
            self.side.step(by)
            self.tag_view.focus_sentences()

    def _set_zoom(self, factor: float) -> None:
        self._zoom = min(max(factor, _ZOOMS[0]), _ZOOMS[1])
        if self.tag_view is not None:
            self.tag_view.set_zoom(self._zoom)

    def _choose_theme(self, choice: Choice) -> None:
        self._theme.choose(choice)
        self._preferences.change(theme=choice)
        self.actions_by_key[f"view.{choice}"].setChecked(True)

    def _folder(self) -> Path:
        if self.session is not None:
            return self.session.workspace.path.parent
        return Path(platformdirs.user_documents_dir())

    def _on_new(self) -> None:
        path = self._ask.save_project(self._folder() / "Untitled.claims", "New project")
        if path is not None:
            self.create_project(path)

    def _on_open(self) -> None:
        path = self._ask.open_project(self._folder())
        if path is not None:
            self.open_project(path)

    def _on_sample(self) -> None:
        from claimtracker.gui.app import sample_project  # noqa: PLC0415  only when asked for

        try:
            self.open_project(sample_project())
        except UserError as error:
            self.bar.error(str(error))

    def _on_copy(self) -> None:
        if self.session is None:
            return
        path = self.session.workspace.path
        target = self._ask.save_project(path.with_name(f"{path.stem} copy.claims"), "Save a copy")
        if target is None:
            return
        self._in_view("commit_open_editor")
        try:
            self.session.workspace.save_copy(target)
        except UserError as error:
            self.bar.error(str(error))
        else:
            self.bar.notice(f"Saved a copy as {target.name}.")

    def _on_export(self) -> None:
        if self.commands is not None and self.tag_view is not None:
            self.tag_view.commit_open_editor()
            self.commands.export_sheet(self.tag_view.article_id)

    def _on_edit_article(self) -> None:
        if self.commands is not None and self.tag_view is not None and self.tag_view.article_id is not None:
            self.commands.edit_article(self.tag_view.article_id)

    def _on_delete_article(self) -> None:
        if self.commands is not None and self.tag_view is not None and self.tag_view.article_id is not None:
            self.commands.delete_article(self.tag_view.article_id)

    def _on_columns(self) -> None:
        if self.tag_view is not None:
            header = self.tag_view.table.horizontalHeader()
            self.tag_view.table.column_menu(self).popup(header.mapToGlobal(QPoint(40, header.height())))

    def _on_about(self) -> None:
        from claimtracker.gui.errors import versions  # noqa: PLC0415  only when asked for

        project = self.session.workspace.path if self.session is not None else None
        AboutDialog(versions(), project, self).open()

    def _on_recent_menu(self) -> None:
        self._recent.clear()
        for path in self._preferences.recent():
            action = QAction(f"{path.stem} — {path.parent}".replace("&", "&&"), self._recent)
            action.triggered.connect(partial(self.open_project, path))
            self._recent.addAction(action)
        if self._recent.isEmpty():
            self._recent.addAction("None yet").setEnabled(False)

    def _on_text_menu(self, place: QPoint) -> None:
        if self.tag_view is not None:
            menu = self.tag_view.pane.createStandardContextMenu()
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            first = next(iter(menu.actions()), None)
            menu.insertActions(first, [self.actions_by_key[key] for key in TEXT_MENU])  # type: ignore[arg-type]
            if first is not None:
                menu.insertSeparator(first)
            menu.popup(self.tag_view.pane.viewport().mapToGlobal(place))

    def _on_table_menu(self, place: QPoint) -> None:
        if self.tag_view is not None:
            self._popup(CLAIM_MENU, self.tag_view.table.viewport().mapToGlobal(place))

    def _on_article_chosen(self, article_id: ArticleId | None) -> None:
        if self.tag_view is not None:
            self.tag_view.show_article(article_id)
            self._middle.setCurrentIndex(1 if article_id is None else 0)
            self._refresh_actions()

    def _on_changed(self, _changes: ChangeSet) -> None:
        self._state.setText("All changes saved")
        self._refresh_actions()

    def _on_failed(self, sentence: str) -> None:
        self.bar.error(sentence)
        self._state.setText("The last change was not kept")

    def _on_lane_started(self, label: str) -> None:
        self.bar.working(label, self.lane.cancel)

    def _on_lane_finished(self) -> None:
        if self.bar.text.endswith("…"):
            self.bar.hide()
        self._refresh_actions()

    def _on_theme_changed(self) -> None:
        give_icons(self.actions_by_key, self._theme)
