"""What can be asked of a project: every function takes the connection first and returns values."""

from sqlite3 import Connection

from claimtracker.storage.queries.articles import (
    article,
    article_ids,
    article_summaries,
    article_with_sha256,
    outlets,
    sentences_of_article,
)
from claimtracker.storage.queries.carrying import CarriedClaim, carried_claims, count_waiting
from claimtracker.storage.queries.claims import (
    cell,
    claim,
    claim_ids,
    claims,
    claims_of_article,
    claims_of_fact,
    count_claims,
)
from claimtracker.storage.queries.column_values import ColumnValue, column_values
from claimtracker.storage.queries.copies import (
    SentenceCopy,
    claim_with_uid,
    copies_in_article,
    copies_of_sentence,
)
from claimtracker.storage.queries.cue_words import cue_vocabulary
from claimtracker.storage.queries.duplicates import (
    LikelyDuplicate,
    likely_duplicate_statuses,
    likely_duplicate_tags,
    told_apart,
)
from claimtracker.storage.queries.facts import evidence, first_and_last_said
from claimtracker.storage.queries.filter_words import describe_filter, filter_from_json, filter_to_json
from claimtracker.storage.queries.filters import ClaimFilter, ColumnTest, TestKind
from claimtracker.storage.queries.find import Findable, find_claims, findable
from claimtracker.storage.queries.history import (
    count_operations,
    forgotten_until,
    history,
    history_of_claim,
    operation,
    operation_at,
    operations_matching,
)
from claimtracker.storage.queries.known_speakers import (
    NOT_SAME,
    DuplicatePair,
    SpeakerSummary,
    StatusUse,
    latest_claims_of_speaker,
    likely_duplicate_speakers,
    not_same_with,
    pairs_not_same,
    speaker_summaries,
    statuses_of_speaker,
)
from claimtracker.storage.queries.labels import status_named, tag_named
from claimtracker.storage.queries.naming import names_of_project
from claimtracker.storage.queries.operation_changes import changes_of_operation
from claimtracker.storage.queries.replacing import REPLACEABLE, Replacement, TextSearch, replacements
from claimtracker.storage.queries.sorting import SortKey
from claimtracker.storage.queries.text_edits import TextEditPreview, text_edit_preview
from claimtracker.storage.queries.totals import Totals, totals
from claimtracker.storage.queries.versions import (
    VersionFinding,
    earlier_versions,
    seen_mark,
    version_changes,
    version_findings,
    versions_of,
)
from claimtracker.storage.queries.vocabulary import (
    Completion,
    coders,
    complete_facts,
    complete_speakers,
    complete_statuses,
    complete_tags,
    fact,
    facts,
    known_names,
    speakers,
    statuses,
    tags,
)

__all__ = [
    "NOT_SAME",
    "REPLACEABLE",
    "CarriedClaim",
    "ClaimFilter",
    "ColumnTest",
    "ColumnValue",
    "Completion",
    "Connection",
    "DuplicatePair",
    "Findable",
    "LikelyDuplicate",
    "Replacement",
    "SentenceCopy",
    "SortKey",
    "SpeakerSummary",
    "StatusUse",
    "TestKind",
    "TextEditPreview",
    "TextSearch",
    "Totals",
    "VersionFinding",
    "article",
    "article_ids",
    "article_summaries",
    "article_with_sha256",
    "carried_claims",
    "cell",
    "changes_of_operation",
    "claim",
    "claim_ids",
    "claim_with_uid",
    "claims",
    "claims_of_article",
    "claims_of_fact",
    "coders",
    "column_values",
    "complete_facts",
    "complete_speakers",
    "complete_statuses",
    "complete_tags",
    "copies_in_article",
    "copies_of_sentence",
    "count_claims",
    "count_operations",
    "count_waiting",
    "cue_vocabulary",
    "describe_filter",
    "earlier_versions",
    "evidence",
    "fact",
    "facts",
    "filter_from_json",
    "filter_to_json",
    "find_claims",
    "findable",
    "first_and_last_said",
    "forgotten_until",
    "history",
    "history_of_claim",
    "known_names",
    "latest_claims_of_speaker",
    "likely_duplicate_speakers",
    "likely_duplicate_statuses",
    "likely_duplicate_tags",
    "names_of_project",
    "not_same_with",
    "operation",
    "operation_at",
    "operations_matching",
    "outlets",
    "pairs_not_same",
    "replacements",
    "seen_mark",
    "sentences_of_article",
    "speaker_summaries",
    "speakers",
    "status_named",
    "statuses",
    "statuses_of_speaker",
    "tag_named",
    "tags",
    "text_edit_preview",
    "told_apart",
    "totals",
    "version_changes",
    "version_findings",
    "versions_of",
]
