"""What the program remembers of this person on this machine, in a JSON file of our own."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from math import isfinite
from pathlib import Path

import platformdirs

from claimtracker.storage import private

_RECENT = 8


@dataclass(frozen=True, slots=True)
class Values:
    """The remembered values, and what they are before anybody chose."""

    version: int = 1
    theme: str = "system"
    zoom: float = 1.0
    recent: list[str] = field(default_factory=list)
    geometry: str = ""
    """What QWidget.saveGeometry gives, in base 64."""
    side_width: int = 230
    shortcuts: dict[str, str] = field(default_factory=dict)
    """The keys this person chose, as `gui.keys.Keymap` has them."""


class Preferences:
    """Read at the start, written whole at each change; a damaged file is set aside, never a reason to fail."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or Path(platformdirs.user_config_dir("claimtracker", appauthor=False)) / "preferences.json"
        self.values = self._read()

    def change(self, **changes: object) -> None:
        """Set some values and write the file; a disk that refuses is no reason to stop working."""
        made = _values({**asdict(self.values), **changes})
        if made == self.values:
            return
        self.values = made
        with suppress(OSError):
            self._write()

    def opened(self, project: Path) -> None:
        """Put a project on top of the recent ones."""
        name = str(project.resolve())
        self.change(recent=[name, *(known for known in self.values.recent if known != name)][:_RECENT])

    def last(self) -> Path | None:
        """The project opened last, whether it is still there or not; None at the first start."""
        return Path(self.values.recent[0]) if self.values.recent else None

    def recent(self) -> list[Path]:
        """The projects opened lately that are still there, newest first."""
        return [path for path in map(Path, self.values.recent) if path.is_file()]

    def _read(self) -> Values:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
            return _values(dict(found))
        except FileNotFoundError:
            return Values()
        except (OSError, ValueError, TypeError):
            with suppress(OSError):
                self._path.replace(self._path.with_suffix(".bad"))
            return Values()

    def _write(self) -> None:
        private.write(self._path, json.dumps(asdict(self.values), indent=2).encode())


def _values(found: dict[str, object]) -> Values:
    """Those of the values that are of the right kind; the defaults for the rest."""
    usual = asdict(Values())
    kept = {name: found[name] if isinstance(found.get(name), type(value)) else value for name, value in usual.items()}
    recent = kept["recent"] if isinstance(kept["recent"], list) else []
    shortcuts = kept["shortcuts"] if isinstance(kept["shortcuts"], dict) else {}
    zoom = float(str(kept["zoom"]))
    return Values(
        theme=str(kept["theme"]),
        zoom=zoom if isfinite(zoom) else usual["zoom"],
        recent=[str(name) for name in recent],
        geometry=str(kept["geometry"]),
        side_width=int(str(kept["side_width"])),
        shortcuts={key: keys for key, keys in shortcuts.items() if isinstance(key, str) and isinstance(keys, str)},
    )
