"""Small dialogs about speakers: which name stays, what somebody is called now, which alias is split off."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QLineEdit, QListWidget, QWidget

from claimtracker.domain.values import Speaker, SpeakerId
from claimtracker.gui.widgets.form import Form
from claimtracker.gui.widgets.labels import PlainLabel
from claimtracker.text.similarity import is_slip


class MergeDialog(Form):
    """Which of several speakers stays."""

    def __init__(self, speakers: Sequence[Speaker], parent: QWidget | None = None) -> None:
        super().__init__(f"Merge {len(speakers)} speakers", "Merge", parent)
        self.resize(460, 360)
        self._speakers = sorted(speakers, key=lambda one: (-one.claims, -len(one.name)))
        self.column.addWidget(_told("Which name stays? The others become its aliases, and all their claims follow."))
        self.names = QListWidget()
        self.names.setAccessibleName("The name that stays")
        self.names.setToolTip("Choose the name that stays (Up, Down)")
        self.names.setSpacing(2)
        for one in self._speakers:
            self.names.addItem(f"{one.name}  ·  {one.claims:,} {'claim' if one.claims == 1 else 'claims'}")
        self.names.setCurrentRow(0)
        self.names.itemActivated.connect(self.accept)
        self.column.addWidget(self.names, 1)
        self.end()
        self.names.setFocus()

    def stays(self) -> SpeakerId:
        """The speaker that was chosen."""
        return self._speakers[self.names.currentRow()].id

    def merged(self) -> tuple[SpeakerId, ...]:
        """The others."""
        return tuple(one.id for one in self._speakers if one.id != self.stays())


class RenameDialog(Form):
    """Another name, and whether the old one stays as an alias: it does, unless only a slip is mended."""

    def __init__(self, speaker: Speaker, parent: QWidget | None = None) -> None:
        super().__init__("Rename speaker", "Rename", parent)
        self.resize(440, 200)
        self._before = speaker.name
        self._chosen = False
        self.name = QLineEdit(speaker.name)
        self.name.setAccessibleName("Name")
        self.name.setToolTip("The name that all of this speaker's claims show")
        self.keep = QCheckBox()
        self.keep.setText(f"Keep “{_short(speaker.name)}” as an alias".replace("&", "&&"))
        self.keep.setAccessibleName("Keep the old name as an alias")
        self.keep.setToolTip("An alias leads to this speaker when it is typed or stands in an article")
        self.column.addWidget(self.name)
        self.column.addWidget(self.keep)
        self.end()
        self.name.textChanged.connect(self._on_typed)
        self.keep.clicked.connect(self._on_chosen)
        self.name.selectAll()
        self.name.setFocus()
        self._on_typed()

    def _on_typed(self) -> None:
        after = self.name.text().strip()
        self.accept_button.setEnabled(bool(after))
        if not self._chosen:
            self.keep.setChecked(bool(after) and after != self._before and not is_slip(self._before, after))

    def _on_chosen(self) -> None:
        self._chosen = True


class SplitDialog(Form):
    """Which alias becomes a speaker of its own, and what it is called."""

    def __init__(self, speaker: Speaker, alias: str = "", parent: QWidget | None = None) -> None:
        super().__init__("Split off a speaker", "Split off", parent)
        self.resize(460, 380)
        self.column.addWidget(
            _told(
                f"An alias of {speaker.name} becomes a speaker of its own. The claims go with it in which the article "
                "says so, and those that came with it by a merge."
            )
        )
        self.aliases = QListWidget()
        self.aliases.setAccessibleName("The alias to split off")
        self.aliases.setToolTip("Choose the alias to split off (Up, Down)")
        self.aliases.setSpacing(2)
        self.aliases.addItems(list(speaker.aliases))
        self.aliases.setCurrentRow(max(0, speaker.aliases.index(alias) if alias in speaker.aliases else 0))
        self.name = QLineEdit()
        self.name.setAccessibleName("Name of the new speaker")
        self.name.setToolTip("Left empty, the alias is the name")
        self.column.addWidget(self.aliases, 1)
        self.column.addWidget(PlainLabel("Name of the new speaker:"))
        self.column.addWidget(self.name)
        self.end()
        self.aliases.currentTextChanged.connect(self.name.setPlaceholderText)
        self.name.setPlaceholderText(self.alias())
        self.name.setFocus() if alias else self.aliases.setFocus()

    def alias(self) -> str:
        """The alias that was chosen."""
        item = self.aliases.currentItem()
        return item.text() if item is not None else ""


def _told(sentence: str) -> PlainLabel:
    label = PlainLabel(sentence)
    label.setObjectName("muted")
    label.setWordWrap(True)
    return label


def _short(name: str) -> str:
    return name if len(name) <= 40 else name[:39] + "…"
