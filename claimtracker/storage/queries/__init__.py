"""What can be asked of a project: every function takes the connection first and returns values."""

from sqlite3 import Connection

from claimtracker.storage.queries.articles import (
    article,
    article_ids,
    article_summaries,
    article_with_sha256,
    sentences_of_article,
)
from claimtracker.storage.queries.claims import (
    ClaimFilter,
    cell,
    claim,
    claim_ids,
    claims,
    claims_of_article,
    claims_of_fact,
    count_claims,
)
from claimtracker.storage.queries.history import history
from claimtracker.storage.queries.totals import Totals, totals
from claimtracker.storage.queries.vocabulary import (
    Completion,
    coders,
    complete_facts,
    complete_speakers,
    complete_statuses,
    complete_tags,
    facts,
    known_names,
    speakers,
    statuses,
    tags,
)

__all__ = [
    "ClaimFilter",
    "Completion",
    "Connection",
    "Totals",
    "article",
    "article_ids",
    "article_summaries",
    "article_with_sha256",
    "cell",
    "claim",
    "claim_ids",
    "claims",
    "claims_of_article",
    "claims_of_fact",
    "coders",
    "complete_facts",
    "complete_speakers",
    "complete_statuses",
    "complete_tags",
    "count_claims",
    "facts",
    "history",
    "known_names",
    "sentences_of_article",
    "speakers",
    "statuses",
    "tags",
    "totals",
]
