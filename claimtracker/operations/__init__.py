"""Every change that can be made to a project, as a frozen value to be run by a `Workspace`."""

from claimtracker.operations.articles import (
    DeleteArticles,
    EditArticle,
    ImportArticles,
    Imported,
    MarkSentences,
    NewArticle,
)
from claimtracker.operations.claims import (
    AddClaim,
    DeleteClaims,
    DuplicateClaim,
    EditClaim,
    EditClaims,
    SetSpans,
)
from claimtracker.operations.facts import EditFact
from claimtracker.operations.sheets import ImportClaims, SheetClaim, SheetCounts
from claimtracker.operations.speakers import EditSpeaker
from claimtracker.operations.statuses import AddStatus, EditStatus

__all__ = [
    "AddClaim",
    "AddStatus",
    "DeleteArticles",
    "DeleteClaims",
    "DuplicateClaim",
    "EditArticle",
    "EditClaim",
    "EditClaims",
    "EditFact",
    "EditSpeaker",
    "EditStatus",
    "ImportArticles",
    "ImportClaims",
    "Imported",
    "MarkSentences",
    "NewArticle",
    "SetSpans",
    "SheetClaim",
    "SheetCounts",
]
