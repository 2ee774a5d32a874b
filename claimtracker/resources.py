"""Where the files of `resources/` and `seeds/` lie: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """The path of a file under `resources/`, such as `resource("vocabularies", "statuses.tsv")`."""
    return _find("_resources", "resources").joinpath(*parts)


def seeds() -> Path:
    """The folder of the sample articles."""
    return _find("_seeds", "seeds")


def _find(packaged: str, checkout: str) -> Path:
    inside = _PACKAGE / packaged
    return inside if inside.is_dir() else _PACKAGE.parent / checkout
