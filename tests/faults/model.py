"""What claims should say after each operation, kept in plain dictionaries beside the project.

The model knows the cells that people fill in, and what each operation means for them: one that it gives no meaning must
leave every cell alone. Names are looked up among those that the project has, by plain comparison.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from claimtracker import operations as op
from claimtracker.domain.changes import ChangeKey, ChangeKind
from claimtracker.domain.values import ArticleId, ClaimId, Span
from claimtracker.operations.vocabulary import VocabularyRow
from claimtracker.storage import queries
from claimtracker.storage.queries import ClaimFilter, ColumnTest, TextSearch
from tests.faults import scenarios

if TYPE_CHECKING:
    from tests.faults.test_machine import Machine

Cells = dict[str, Any]
KEYS = ("speaker", "status", "assertion", "note", "fact", "cue", "place")


def cells_of(row: Any) -> Cells:
    """The cells of a claim as the project gives them."""
    return {key: queries.cell(row, key) for key in KEYS} | {"tags": frozenset(row.tags), "article": row.article_id}


def as_shown(m: Machine, fields: Mapping[str, str]) -> Cells:
    """What cells show once something was typed into them: a name that is known by another shows that one."""
    shown: Cells = {}
    for key, typed in fields.items():
        if key == "speaker":
            known = {name.casefold(): one.name for one in m.speakers for name in (*one.aliases, one.name)}
            shown[key] = known.get(typed.casefold(), typed)
        elif key == "status":
            known = {name.casefold(): one.label for one in m.statuses for name in (*one.aliases, one.label)}
            shown[key] = known.get(typed.casefold(), typed)
        elif key == "fact":
            known = {name.casefold(): one.title for one in m.facts for name in (one.code, one.title)}
            shown[key] = known.get(typed.casefold(), typed)
        elif key == "tags":
            known = {one.label.casefold(): one.label for one in m.tags}
            labels = [part.strip() for part in typed.split(";") if part.strip()]
            shown[key] = frozenset(known.get(label.casefold(), label) for label in labels)
        else:
            shown[key] = typed
    return shown


def fields_for(number: int, text: str) -> dict[str, str]:
    """Cells for a claim, as typed."""
    return {"speaker": scenarios._NAMES[number % 5], "status": ("denied", "conceded", text)[number % 3], "tags": f"a; {text}",
            "fact": ("", "the harbour", text)[number % 3], "assertion": f"{text} {number}", "note": text, "cue": "said"}  # fmt: skip


def _set(m: Machine, claims: list[int], fields: Mapping[str, str], operation: Any) -> None:
    shown = as_shown(m, fields)
    m.run(operation)
    for claim in claims:
        m.cells[claim] |= shown


def add_claim(m: Machine, number: int, text: str) -> None:
    fields = fields_for(number, text)
    shown = as_shown(m, fields)
    empty: Cells = dict.fromkeys(KEYS, "") | {"tags": frozenset(), "article": m.article(number)}
    claim = m.run(op.AddClaim(m.article(number), (Span(number, number + 9), Span(20, 24 + number)), fields))
    m.cells[claim] = empty | shown


def duplicate_claim(m: Machine, number: int, _text: str) -> None:
    claim = m.claim(number)
    m.cells[m.run(op.DuplicateClaim(claim))] = dict(m.cells[claim])


def edit_claim(m: Machine, number: int, text: str) -> None:
    fields = {"note": text, "tags": text, "place": f"place {number}"}
    _set(m, [m.claim(number)], fields, op.EditClaim(m.claim(number), fields))


def edit_claims(m: Machine, number: int, text: str) -> None:
    fields = {"status": text, "fact": text if number % 2 else ""}
    claims = sorted(m.cells)[: number + 1]
    _set(m, claims, fields, op.EditClaims(tuple(map(ClaimId, claims)), fields))


def set_cells(m: Machine, number: int, text: str) -> None:
    first, last = m.claim(number), m.claim(number + 1)
    shown = as_shown(m, {"speaker": text, "cue": f"cue {number}"})
    m.run(op.SetCells((op.CellEdit(first, "speaker", text), op.CellEdit(last, "cue", f"cue {number}"))))
    m.cells[first]["speaker"] = shown["speaker"]
    m.cells[last]["cue"] = shown["cue"]


def set_matching(m: Machine, _number: int, text: str) -> None:
    matching = [claim for claim, cells in m.cells.items() if cells["cue"] == "said"]
    wanted = ClaimFilter(columns=(ColumnTest("cue", "is", ("said",)),))
    _set(m, matching, {"note": text}, op.SetMatching(wanted, {"note": text}))


def replace_text(m: Machine, number: int, text: str) -> None:
    m.run(op.ReplaceText(ClaimFilter(), ("note",), TextSearch("e", match_case=True), f"{number}"))
    for cells in m.cells.values():
        cells["note"] = cells["note"].replace("e", f"{number}")


def delete_claims(m: Machine, number: int, _text: str) -> None:
    m.run(op.DeleteClaims((m.claim(number),)))
    del m.cells[m.claim(number)]


def delete_matching(m: Machine, _number: int, text: str) -> None:
    m.run(op.DeleteMatching(ClaimFilter(columns=(ColumnTest("place", "is", ("place 3",)),))))
    m.cells = {claim: cells for claim, cells in m.cells.items() if cells["place"] != "place 3"}


def delete_articles(m: Machine, number: int, _text: str) -> None:
    article = m.article(number)
    m.run(op.DeleteArticles((article,)))
    m.cells = {claim: cells for claim, cells in m.cells.items() if cells["article"] != article}


def import_claims(m: Machine, number: int, text: str) -> None:
    claim = m.claim(number)
    row = queries.claim(m.workspace.connection, claim)
    fields = {"claim_uid": row.uid, "note": f"{text} of a sheet", "fact": text}
    _set(
        m, [claim], {key: fields[key] for key in ("note", "fact")}, op.ImportClaims((op.SheetClaim("line 2", fields),))
    )


def _renamed(m: Machine, key: str, names: set[str], new: str, operation: Any) -> None:
    m.run(operation)
    for cells in m.cells.values():
        if key == "tags":
            if cells[key] & names:
                cells[key] = cells[key] - names | ({new} if new else set())
        elif cells[key] in names:
            cells[key] = new


def edit_speaker(m: Machine, number: int, text: str) -> None:
    one, new = m.pick(m.speakers, number), f"{text} the {number}th"
    _renamed(m, "speaker", {one.name}, new, op.EditSpeaker(one.id, {"name": new, "role": text}))


def merge_speakers(m: Machine, number: int, _text: str) -> None:
    into, other = m.pick(m.speakers, number), m.pick(m.speakers, number + 1)
    _renamed(m, "speaker", {into.name, other.name}, into.name, op.MergeSpeakers(into.id, (other.id,)))


def split_speaker(m: Machine, number: int, text: str) -> None:
    one = m.pick([speaker for speaker in m.speakers if speaker.aliases], number)
    going = [claim for claim, cells in m.cells.items() if cells["speaker"] == one.name][:1]
    m.run(op.SplitSpeaker(one.id, one.aliases[0], f"{text} split {number}", tuple(map(ClaimId, going))))
    for claim in going:
        m.cells[claim]["speaker"] = f"{text} split {number}"


def delete_speakers(m: Machine, number: int, _text: str) -> None:
    one = m.pick(m.speakers, number)
    m.run(op.DeleteSpeakers((one.id,)))
    assert all(cells["speaker"] != one.name for cells in m.cells.values())


def edit_status(m: Machine, number: int, text: str) -> None:
    one, new = m.pick(m.statuses, number), f"{text} anew {number}"
    _renamed(m, "status", {one.label}, new, op.EditStatus(one.id, {"label": new}))


def merge_statuses(m: Machine, number: int, _text: str) -> None:
    into, other = m.pick(m.statuses, number), m.pick(m.statuses, number + 1)
    _renamed(m, "status", {into.label, other.label}, into.label, op.MergeStatuses(into.id, (other.id,)))


def delete_statuses(m: Machine, number: int, _text: str) -> None:
    one = m.pick(m.statuses, number)
    m.run(op.DeleteStatuses((one.id,)))
    assert all(cells["status"] != one.label for cells in m.cells.values())


def rename_tag(m: Machine, number: int, text: str) -> None:
    one, new = m.pick(m.tags, number), f"{text} tag {number}"
    _renamed(m, "tags", {one.label}, new, op.RenameTag(one.id, new))


def merge_tags(m: Machine, number: int, _text: str) -> None:
    into, other = m.pick(m.tags, number), m.pick(m.tags, number + 1)
    _renamed(m, "tags", {into.label, other.label}, into.label, op.MergeTags(into.id, (other.id,)))


def delete_tags(m: Machine, number: int, _text: str) -> None:
    one = m.pick(m.tags, number)
    _renamed(m, "tags", {one.label}, "", op.DeleteTags((one.id,)))


def edit_fact(m: Machine, number: int, text: str) -> None:
    one, new = m.pick(m.facts, number), f"{text} retold {number}"
    _renamed(m, "fact", {one.title}, new, op.EditFact(one.id, {"title": new, "verdict": "mixed"}))


def describe_fact(m: Machine, number: int, text: str) -> None:
    one, new = m.pick(m.facts, number), f"{text} described {number}"
    links = (op.EvidenceLink(f"https://example.org/{number}", text),)
    _renamed(m, "fact", {one.title}, new, op.DescribeFact(one.id, {"title": new, "note": text}, links))


def merge_facts(m: Machine, number: int, _text: str) -> None:
    into, other = m.pick(m.facts, number), m.pick(m.facts, number + 1)
    _renamed(m, "fact", {into.title, other.title}, into.title, op.MergeFacts(into.id, (other.id,)))


def split_fact(m: Machine, number: int, text: str) -> None:
    one = m.pick(m.facts, number)
    going = [claim for claim, cells in m.cells.items() if cells["fact"] == one.title][:1]
    m.run(op.SplitFact(one.id, tuple(map(ClaimId, going)), f"{text} part {number}"))
    for claim in going:
        m.cells[claim]["fact"] = f"{text} part {number}"


def delete_facts(m: Machine, number: int, _text: str) -> None:
    one = m.pick(m.facts, number)
    _renamed(m, "fact", {one.title}, "", op.DeleteFacts((one.id,)))


def _taken_over(m: Machine, operation: Any) -> None:
    """Copies of claims on the same sentence elsewhere: they say what theirs say, and the others are left alone."""
    m.run(operation)
    for claim, cells in m.read_cells().items():
        if claim not in m.cells:
            said = {key: cells[key] for key in ("speaker", "status", "assertion", "fact")}
            assert any(said.items() <= other.items() for other in m.cells.values())
            m.cells[claim] = cells


def take_over_claims(m: Machine, number: int, _text: str) -> None:
    connection = m.workspace.connection
    one = queries.sentences_of_article(connection, m.article(number))
    other = queries.sentences_of_article(connection, m.article(number + 1))
    _taken_over(m, op.TakeOverClaims(one[number % len(one)].id, other[number % len(other)].id))


def _carried_over(m: Machine, operation: Any) -> None:
    """Claims come into a later version, or go from it again; those that stay say what they said."""
    m.run(operation)
    now = m.read_cells()
    later = {article for article in queries.article_ids(m.workspace.connection) if m.revision_of(article)}
    came = [claim for claim in now if claim not in m.cells]
    gone = [cells for claim, cells in m.cells.items() if claim not in now]
    assert all(cells["article"] in later for cells in (*gone, *(now[claim] for claim in came)))
    m.cells = {claim: m.cells.get(claim, cells) for claim, cells in now.items()}


def settle(m: Machine, number: int, text: str, *, many: bool) -> None:
    carried = [one.id for one in queries.carried_claims(m.workspace.connection, only_waiting=bool(number % 2))]
    decision: Any = ("confirmed", "dropped", "")[number % 3]
    if many:
        _carried_over(m, op.SettleAllCarried(tuple(carried), decision))
    else:
        _carried_over(m, op.SettleCarried(m.pick(carried, number), decision))


def set_version_of(m: Machine, number: int, _text: str) -> None:
    earlier = m.article(number + 1) if number % 4 else None
    _carried_over(m, op.SetVersionOf(m.article(number), earlier))


def _text_edit(m: Machine, number: int, text: str) -> op.EditArticleText:
    article = m.article(number)
    words = queries.article(m.workspace.connection, article).text
    return op.EditArticleText(article, words.replace("denied", text) if number % 2 else f"{text}. {words}")


def _alone(make: Callable[[Machine, int, str], Any]) -> Callable[[Machine, int, str], None]:
    """An operation that means nothing for the cells of claims."""
    return lambda m, number, text: m.run(make(m, number, text))


def _sentences(m: Machine, number: int) -> list[Any]:
    return queries.sentences_of_article(m.workspace.connection, m.article(number))


def _change(m: Machine, number: int) -> ChangeKey:
    return ChangeKey(ChangeKind.REVERSAL, m.claim(number), m.claim(number + 1))


def _evidence(m: Machine, number: int) -> Any:
    found = queries.evidence(m.workspace.connection, m.pick(m.facts, number).id)
    return m.pick(found, number).id


def _join(m: Machine, number: int) -> op.JoinSentences:
    rows = _sentences(m, number)
    place = number % max(1, len(rows) - 1)
    return op.JoinSentences(tuple(row.id for row in rows[place : place + 2]))


def _split(m: Machine, number: int) -> op.SplitSentence:
    row = m.pick(_sentences(m, number), number)
    return op.SplitSentence(row.id, row.start + 5 + number)


OPERATIONS: dict[str, Callable[[Machine, int, str], None]] = {
    "ImportArticles": _alone(lambda m, n, t: op.ImportArticles((op.NewArticle(scenarios.article_text(n, 5), note=t),))),
    "EditArticle": _alone(lambda m, n, t: op.EditArticle(m.article(n), {"source": t, "published": "2025-11-04"})),
    "EditArticleText": _alone(_text_edit),
    "SetVersionOf": set_version_of,
    "SettleCarried": lambda m, n, t: settle(m, n, t, many=False),
    "SettleAllCarried": lambda m, n, t: settle(m, n, t, many=True),
    "DeleteArticles": delete_articles,
    "MarkSentences": _alone(lambda m, n, t: op.MarkSentences((_sentences(m, n)[0].id,), read=bool(n % 2))),
    "SplitSentence": _alone(lambda m, n, t: _split(m, n)),
    "JoinSentences": _alone(lambda m, n, t: _join(m, n)),
    "AddClaim": add_claim,
    "DuplicateClaim": duplicate_claim,
    "EditClaim": edit_claim,
    "EditClaims": edit_claims,
    "SetCells": set_cells,
    "SetMatching": set_matching,
    "ReplaceText": replace_text,
    "SetSpans": _alone(lambda m, n, t: op.SetSpans(m.claim(n), (Span(n, n + 5), Span(n + 9, n + 15)))),
    "DeleteClaims": delete_claims,
    "DeleteMatching": delete_matching,
    "ImportClaims": import_claims,
    "TakeOverClaims": take_over_claims,
    "TakeOverAllClaims": lambda m, n, t: _taken_over(m, op.TakeOverAllClaims(m.article(n))),
    "EditSpeaker": edit_speaker,
    "MergeSpeakers": merge_speakers,
    "SplitSpeaker": split_speaker,
    "DeleteSpeakers": delete_speakers,
    "AddStatus": _alone(lambda m, n, t: op.AddStatus(f"{t} status {n}", "denies")),
    "EditStatus": edit_status,
    "RetireStatuses": _alone(lambda m, n, t: op.RetireStatuses((m.pick(m.statuses, n).id,), retired=bool(n % 2))),
    "OrderStatuses": _alone(lambda m, n, t: op.OrderStatuses((m.pick(m.statuses, n).id, m.pick(m.statuses, 0).id))),
    "MergeStatuses": merge_statuses,
    "DeleteStatuses": delete_statuses,
    "ImportVocabulary": _alone(
        lambda m, n, t: op.ImportVocabulary(
            (VocabularyRow("line 2", {"status": f"{t} listed {n}", "stance": "denies"}),)
        )
    ),
    "RenameTag": rename_tag,
    "MergeTags": merge_tags,
    "DeleteTags": delete_tags,
    "RenameCoder": _alone(lambda m, n, t: op.RenameCoder(m.pick(m.coders, n).id, f"{t} coder {n}")),
    "MergeCoders": _alone(lambda m, n, t: op.MergeCoders(m.pick(m.coders, n).id, (m.pick(m.coders, n + 1).id,))),
    "EditFact": edit_fact,
    "DescribeFact": describe_fact,
    "MergeFacts": merge_facts,
    "SplitFact": split_fact,
    "DeleteFacts": delete_facts,
    "AddEvidence": _alone(lambda m, n, t: op.AddEvidence(m.pick(m.facts, n).id, f"https://example.org/{n}", t)),
    "DeleteEvidence": _alone(lambda m, n, t: op.DeleteEvidence(_evidence(m, n))),
    "ReviewChange": _alone(lambda m, n, t: op.ReviewChange(_change(m, n), "reviewed" if n % 3 else "", "seen", t)),
}
"""Every operation, by its name; each is tried on what is there, chosen by a number."""

assert ArticleId
