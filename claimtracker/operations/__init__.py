"""Every change that can be made to a project, as a frozen value to be run by a `Workspace`."""

from claimtracker.operations.articles import (
    DeleteArticles,
    EditArticle,
    ImportArticles,
    Imported,
    MarkSentences,
    NewArticle,
)
from claimtracker.operations.carrying import SettleAllCarried, SettleCarried, SetVersionOf
from claimtracker.operations.cells import CellEdit, DeleteMatching, ReplaceText, SetCells, SetMatching
from claimtracker.operations.claims import (
    AddClaim,
    DeleteClaims,
    DuplicateClaim,
    EditClaim,
    EditClaims,
    SetSpans,
)
from claimtracker.operations.coders import MergeCoders, RenameCoder
from claimtracker.operations.copies import TakeOverAllClaims, TakeOverClaims
from claimtracker.operations.facts import (
    AddEvidence,
    DeleteEvidence,
    DeleteFacts,
    DescribeFact,
    EditFact,
    EvidenceLink,
    MergeFacts,
    SplitFact,
)
from claimtracker.operations.reviews import ReviewChange
from claimtracker.operations.sentences import JoinSentences, SplitSentence
from claimtracker.operations.sheets import ImportClaims, SheetClaim, SheetCounts
from claimtracker.operations.speakers import DeleteSpeakers, EditSpeaker, MergeSpeakers, SplitSpeaker
from claimtracker.operations.statuses import (
    AddStatus,
    DeleteStatuses,
    EditStatus,
    MergeStatuses,
    OrderStatuses,
    RetireStatuses,
)
from claimtracker.operations.tags import DeleteTags, MergeTags, RenameTag
from claimtracker.operations.text_edits import EditArticleText
from claimtracker.operations.vocabulary import ImportVocabulary

__all__ = [
    "AddClaim",
    "AddEvidence",
    "AddStatus",
    "CellEdit",
    "DeleteArticles",
    "DeleteClaims",
    "DeleteEvidence",
    "DeleteFacts",
    "DeleteMatching",
    "DeleteSpeakers",
    "DeleteStatuses",
    "DeleteTags",
    "DescribeFact",
    "DuplicateClaim",
    "EditArticle",
    "EditArticleText",
    "EditClaim",
    "EditClaims",
    "EditFact",
    "EditSpeaker",
    "EditStatus",
    "EvidenceLink",
    "ImportArticles",
    "ImportClaims",
    "ImportVocabulary",
    "Imported",
    "JoinSentences",
    "MarkSentences",
    "MergeCoders",
    "MergeFacts",
    "MergeSpeakers",
    "MergeStatuses",
    "MergeTags",
    "NewArticle",
    "OrderStatuses",
    "RenameCoder",
    "RenameTag",
    "ReplaceText",
    "RetireStatuses",
    "ReviewChange",
    "SetCells",
    "SetMatching",
    "SetSpans",
    "SetVersionOf",
    "SettleAllCarried",
    "SettleCarried",
    "SheetClaim",
    "SheetCounts",
    "SplitFact",
    "SplitSentence",
    "SplitSpeaker",
    "TakeOverAllClaims",
    "TakeOverClaims",
]
