"""The order of claims: by any columns, empty cells last, then by place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimtracker.domain.columns import column


@dataclass(frozen=True, slots=True)
class SortKey:
    """One column to sort by."""

    key: str
    descending: bool = False


_TEXTS = {
    "article_title": "article.title",
    "source": "article.source",
    "url": "article.url",
    "published": "article.published",
    "speaker": "coalesce(speaker.name, '')",
    "speaker_as_written": "claim.speaker_as_written",
    "assertion": "claim.assertion",
    "status": "coalesce(status.label, '')",
    "stance": "coalesce(status.stance, '')",
    "cue": "claim.cue",
    "quotation": "claim.quotation",
    "target": "claim.target",
    "said_on": "claim.said_on",
    "place": "claim.place",
    "tags": "coalesce((select group_concat(label, '; ') from (select tag.label from claim_tag join tag"
    " on tag.id = claim_tag.tag_id where claim_tag.claim_id = claim.id order by claim_tag.id)), '')",
    "note": "claim.note",
    "coder": "coalesce(coder.name, '')",
    "created": "claim.created_at",
    "updated": "claim.updated_at",
    "article_sha256": "article.sha256",
    "claim_uid": "claim.uid",
    "taken_from": "claim.taken_from",
}
_NUMBERS = {
    "claim_id": "claim.id",
    "sentence_number": "coalesce(sentence.number, 0)",
    "confidence": "case claim.confidence when 'low' then 1 when 'medium' then 2 when 'high' then 3 else 0 end",
    "fact": "cast(substr(coalesce(fact.code, ''), 2) as integer)",
}
_PLACES = {"sentence_text", "start", "end"}
"""What is sorted by place in the text: sentences would have to be cut out of their articles first."""

_PLACE = ("article.published = ''", "article.published", "claim.article_id", "claim.start", "claim.id")
_JOINED = {
    "sentence": "claim.sentence_id",
    "speaker": "claim.speaker_id",
    "status": "claim.status_id",
    "fact": "claim.fact_id",
    "coder": "claim.coder_id",
}


def pointed_to(sort_key: SortKey) -> tuple[str, str, str] | None:
    """The table that holds what a column is sorted by, the link to it, and the expression; None for claims' own."""
    expression = _TEXTS.get(sort_key.key) or _NUMBERS.get(sort_key.key) or ""
    for table, link in {"article": "claim.article_id", **_JOINED}.items():
        if f"{table}." in expression and "claim" not in expression and table != "sentence":
            return table, link, expression
    return None


@dataclass(frozen=True, slots=True)
class OwnValue:
    """What a column is sorted by when that stands in the claim itself, and what of it counts as an empty cell."""

    expression: str
    empty: str


def own_value(sort_key: SortKey) -> OwnValue | None:
    """What a column of claims' own is sorted by, or that is put together from their tags; None for others."""
    expression = _TEXTS.get(sort_key.key) or _NUMBERS.get(sort_key.key) or ""
    pointing = any(f"{table}." in expression for table in ("article", *_JOINED))
    if not expression or sort_key.key == "claim_id" or (pointing and sort_key.key != "tags"):
        return None
    return OwnValue(expression, "0" if sort_key.key in _NUMBERS else "''")


def order_of(order: Sequence[SortKey]) -> tuple[str, str]:
    """The joins and the `order by` terms. Raises `UserError` for a column that does not exist."""
    terms = [term for sort_key in order for term in _terms(sort_key)]
    by = ", ".join([*terms, *_PLACE])
    joins = ["join article on article.id = claim.article_id"]
    joins += [
        f"left join {table} on {table}.id = {link}"
        for table, link in _JOINED.items()
        if any(f"{table}." in term for term in terms)
    ]
    return " ".join(joins), by


def _terms(sort_key: SortKey) -> list[str]:
    key = column(sort_key.key).key
    direction = " desc" if sort_key.descending else ""
    if key in _PLACES:
        places = ("claim.start",) if key != "sentence_text" else ("claim.article_id", "claim.start")
        return [f"{place}{direction}" for place in places]
    if key == "claim_id":
        return [f"claim.id{direction}"]
    if key in _NUMBERS:
        number = _NUMBERS[key]
        return [f"{number} = 0", f"{number}{direction}"]
    text = _TEXTS[key]
    return [f"{text} = ''", f"{text} collate nocase{direction}"]
