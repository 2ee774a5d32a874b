"""Speakers, statuses, facts, tags and coders, and what completes them while a person types."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from claimtracker.domain.values import Coder, Fact, FactId, Speaker, Status, Tag
from claimtracker.text import fuzzy
from claimtracker.text.folding import folded, harmless
from claimtracker.text.known_names import KnownNames
from claimtracker.text.similarity import AT_LEAST, best_matches

_COMPARED = 2000
"""Names that may be compared letter by letter while somebody types."""
_CLOSELY = 300
"""Of those, so many are looked at closely."""
_AMONG = 1000
"""Names that are looked up one by one in the index; of more it is faster to look at all."""
_COUNTED = 500
"""Speakers of whom all claims are counted to see who is quoted most; of more of them, the newest claims."""
_LATELY = """select speaker_id as id, count(*) as claims_lately
    from (select speaker_id from claim order by id desc limit 5000) where speaker_id is not null group by speaker_id"""
_MATCHES = """({name} like :like escape '!' or {name} like :or_like escape '!'
    or (length({name}) < length(cast({name} as blob)) and instr(folded({name}), :sought) > 0))"""
"""Which names hold a text: SQLite knows upper from lower case in ASCII alone; all others are folded one by one."""
_KNOWN = f"""
    select id as speaker_id, '' as alias, name as known from speaker where {_MATCHES.format(name="name")}
    union all
    select speaker_id, alias, alias from speaker_alias where {_MATCHES.format(name="alias")}
"""  # noqa: S608  no text from outside
_CALLED = f"""
    select id as speaker_id, '' as alias, name as known from speaker
        where name collate nocase in (select value from json_each(:called)) and {_MATCHES.format(name="name")}
    union all
    select speaker_id, alias, alias from speaker_alias
        where alias collate nocase in (select value from json_each(:called)) and {_MATCHES.format(name="alias")}
"""  # noqa: S608  no text from outside
"""The same, looked for only among a few names."""
_FACTS = """
    select id, uid, code, title, verdict, note,
        case when :counted then (select count(*) from claim where fact_id = fact.id) else 0 end
    from fact
"""


@dataclass(frozen=True, slots=True)
class Completion:
    """One offer: the text that would be taken, and what tells it from its neighbours."""

    text: str
    detail: str = ""
    colour: str = ""


def statuses(connection: sqlite3.Connection, *, retired: bool = False, counted: bool = True) -> list[Status]:
    """The vocabulary in its order; retired entries only when asked for.

    To count the claims of each takes long where there are a million; uncounted ones say 0.
    """
    rows = connection.execute(
        """select id, uid, label, stance, colour, position, digit, retired, cues,
                  case when :counted then (select count(*) from claim where status_id = status.id) else 0 end,
                  (select json_group_array(alias) from (select alias from status_alias
                      where status_id = status.id order by id))
           from status where retired = 0 or :retired order by position, id""",
        {"retired": retired, "counted": counted},
    )
    return [
        Status(
            status_id, uid, label, stance, colour, position, digit, bool(out), _split(cues), claims,
            tuple(json.loads(aliases)),
        )
        for status_id, uid, label, stance, colour, position, digit, out, cues, claims, aliases in rows
    ]  # fmt: skip


def speaker_names(connection: sqlite3.Connection) -> list[str]:
    """The names of all speakers in their order."""
    return [row[0] for row in connection.execute("select name from speaker order by name collate nocase, id")]


def speakers(
    connection: sqlite3.Connection, ids: Sequence[int] | None = None, *, counted: bool = True
) -> list[Speaker]:
    """All speakers by name, or those of some ids; uncounted ones say that they have 0 claims."""
    rows = connection.execute(
        f"""select id, uid, name, role, affiliation, note,
                  (select json_group_array(alias) from (select alias from speaker_alias
                      where speaker_id = speaker.id order by id)),
                  case when :counted then (select count(*) from claim where speaker_id = speaker.id) else 0 end
           from speaker {"" if ids is None else "where id in (select value from json_each(:ids))"}
           order by name collate nocase, id""",  # noqa: S608  no text from outside
        {"counted": counted, "ids": json.dumps(list(ids or ()))},
    )
    return [
        Speaker(speaker_id, uid, name, role, affiliation, note, tuple(json.loads(aliases)), claims)
        for speaker_id, uid, name, role, affiliation, note, aliases, claims in rows
    ]


def facts(connection: sqlite3.Connection, ids: Sequence[int] | None = None, *, counted: bool = True) -> list[Fact]:
    """All facts by their code, or those of some ids; uncounted ones say that 0 claims are about them."""
    which = "" if ids is None else "where id in (select value from json_each(:ids))"
    rows = connection.execute(
        f"{_FACTS} {which} order by cast(substr(code, 2) as integer), id",
        {"counted": counted, "ids": json.dumps(list(ids or ()))},
    )
    return [Fact(*row) for row in rows]


def fact(connection: sqlite3.Connection, fact_id: FactId | None) -> Fact | None:
    """One fact; None when it is not in the project any more."""
    row = connection.execute(f"{_FACTS} where id = :id", {"id": fact_id, "counted": True}).fetchone()
    return None if row is None else Fact(*row)


def tags(connection: sqlite3.Connection, *, counted: bool = True) -> list[Tag]:
    """All tags by label; uncounted ones say that 0 claims have them."""
    rows = connection.execute(
        """select id, uid, label,
                  case when ? then (select count(distinct claim_id) from claim_tag where tag_id = tag.id) else 0 end
           from tag order by label collate nocase, id""",
        (counted,),
    )
    return [Tag(*row) for row in rows]


def coders(connection: sqlite3.Connection, *, counted: bool = True) -> list[Coder]:
    """All coders by name; uncounted ones say that they tagged 0 claims."""
    rows = connection.execute(
        """select id, uid, name,
                  case when ? then (select count(*) from claim where coder_id = coder.id) else 0 end
           from coder order by name collate nocase, id""",
        (counted,),
    )
    return [Coder(*row) for row in rows]


def claims_by_status(connection: sqlite3.Connection) -> dict[int, int]:
    """How many claims have each status that any has."""
    return dict(
        connection.execute("select status_id, count(*) from claim where status_id is not null group by status_id")
    )


def claims_by_tag(connection: sqlite3.Connection) -> dict[int, int]:
    """How many claims have each tag that any has."""
    return dict(connection.execute("select tag_id, count(distinct claim_id) from claim_tag group by tag_id"))


def claims_by_coder(connection: sqlite3.Connection) -> dict[int, int]:
    """How many claims each coder tagged who tagged any."""
    return dict(connection.execute("select coder_id, count(*) from claim where coder_id is not null group by coder_id"))


def complete_speakers(
    connection: sqlite3.Connection, typed: str, limit: int = 12, known: KnownNames | None = None
) -> list[Completion]:
    """Speakers whose name or alias holds what was typed: beginnings first, then the most quoted.

    When there are none, those who may have been meant: a name of several words begun (“var il”), or one misspelt.
    Who has all names at hand gives them, so that few have to be looked through in the file.
    """
    sought = folded(harmless(typed))
    called = None if known is None or not sought else list(islice(known.holding(sought), _AMONG))
    if called is not None and len(called) == _AMONG:
        called = None
    places = _places_in_names(connection, sought, called, begun=True)
    if len(places) < limit:
        places = _places_in_names(connection, sought, called, begun=False)
    all_of_them = "(select count(*) from claim where speaker_id = speaker.id)"
    sql = f"""select id, name, role, {all_of_them if len(places) <= _COUNTED else "claims_lately"} as claims
        from speaker left join ({_LATELY}) using (id)
        where id in (select value from json_each(:ids)) order by claims desc, name collate nocase"""  # noqa: S608
    rows = connection.execute(sql, {"ids": json.dumps(list(places))}).fetchall() if places else []
    rows.sort(key=lambda row: places[row[0]][0] > 1)
    found = [Completion(name, places[speaker_id][1] or role) for speaker_id, name, role, _ in rows[:limit]]
    return found or _nearest_speakers(connection, typed, known)


def _places_in_names(
    connection: sqlite3.Connection, sought: str, called: Sequence[str] | None, *, begun: bool
) -> dict[int, tuple[int, str]]:
    """The speakers who have that in a name, or begin with it: where it stands, and in which alias; best a beginning.

    A letter is in most names: who has it within is sought only where too few begin with it. `called` are the only
    names that have it, where that is known.
    """
    places: dict[int, tuple[int, str]] = {}
    if not sought:
        lately = connection.execute(_LATELY).fetchall()
        if len(lately) > _COUNTED:
            return {row[0]: (1, "") for row in lately}
    like = _liked(sought)
    among = _KNOWN if called is None else _CALLED
    rows = connection.execute(
        f"select speaker_id, instr(folded(known), :sought) as place, alias from ({among}) where place > 0",  # noqa: S608
        {
            "sought": sought, "like": f"{like}%" if begun else f"%{like}%", "or_like": "", "called": json.dumps(called),
        },
    )  # fmt: skip
    for speaker_id, place, alias in rows:
        if begun and place > 1:
            continue
        before = places.get(speaker_id)
        if before is None or (before[0] > 1 and place == 1):
            places[speaker_id] = place, alias
    return places


def _nearest_speakers(connection: sqlite3.Connection, typed: str, known: KnownNames | None) -> list[Completion]:
    words = folded(harmless(typed)).split()
    if known is not None and len(known) > _COMPARED:
        near = {one.written: one.name for one in known.perhaps_misspelt(typed, AT_LEAST, whole=False)}
        return _meant(typed, list(near), near)
    (count,) = connection.execute("select (select count(*) from speaker) + count(*) from speaker_alias").fetchone()
    # Of very many only those are compared that have a word with the same first letter: the first is seldom the slip.
    first = words[0][0] if words and count > _COMPARED else ""
    rows = connection.execute(
        f"select known, name from ({_KNOWN}) as names join speaker on speaker.id = names.speaker_id",  # noqa: S608
        {"sought": first, "like": f"{_liked(first)}%", "or_like": f"% {_liked(first)}%"},
    )
    names = dict(rows.fetchall())
    return _meant(typed, _likeliest(words, names), names)


def _meant(typed: str, likeliest: Sequence[str], names: Mapping[str, str]) -> list[Completion]:
    matches = best_matches(typed, likeliest)
    return [Completion(name, "did you mean this?") for name in dict.fromkeys(names[text] for text, _ in matches)]


def _likeliest(words: Sequence[str], names: Collection[str]) -> Sequence[str]:
    """Of very many names those that are worth a closer look: that have all words begun, else the most alike."""
    if len(names) <= _CLOSELY:
        return tuple(names)
    begun = [name for name in names if all(f" {word}" in f" {folded(name)}" for word in words)]
    typed = " ".join(words)
    alike = fuzzy.process.extract(typed, names, scorer=fuzzy.fuzz.partial_ratio, processor=folded, limit=_CLOSELY)
    return begun[:_CLOSELY] or [name for name, _, _ in alike]


def _liked(text: str) -> str:
    """A text as LIKE takes it literally, with “!” before what would stand for others."""
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def complete_statuses(connection: sqlite3.Connection, typed: str, limit: int = 12) -> list[Completion]:
    """Statuses that are not retired whose label holds what was typed, or whose alias begins with it.

    Beginnings first, then the vocabulary's order.
    """
    rows = connection.execute(
        """select label, coalesce(alias, stance), colour
           from (select id, null as alias, instr(folded(label), :typed) > 1 as rank from status
                     where instr(folded(label), :typed) > 0
                 union all select status_id, min(alias), 2 from status_alias
                     where instr(folded(alias), :typed) = 1 group by status_id
                     having status_id not in (select id from status where instr(folded(label), :typed) > 0)) as known
               join status using (id)
           where retired = 0 order by rank, position, id limit :limit""",
        {"typed": folded(harmless(typed)), "limit": limit},
    )
    return [Completion(*row) for row in rows]


def complete_facts(connection: sqlite3.Connection, typed: str, limit: int = 12) -> list[Completion]:
    """Facts whose code begins with or whose title holds what was typed."""
    rows = connection.execute(
        """select title, code from fact where instr(folded(title), :typed) > 0 or instr(folded(code), :typed) = 1
           order by instr(folded(title), :typed) > 1, id desc limit :limit""",
        {"typed": folded(harmless(typed)), "limit": limit},
    )
    return [Completion(*row) for row in rows]


def complete_tags(connection: sqlite3.Connection, typed: str, limit: int = 12) -> list[Completion]:
    """Tags that hold what was typed."""
    rows = connection.execute(
        """select label from tag where instr(folded(label), :typed) > 0
           order by instr(folded(label), :typed) > 1, label collate nocase limit :limit""",
        {"typed": folded(harmless(typed)), "limit": limit},
    )
    return [Completion(*row) for row in rows]


def known_names(connection: sqlite3.Connection) -> KnownNames:
    """Every name and alias of every speaker as it may stand in a text, and last names that only one speaker has."""
    return KnownNames(_writings(connection))


def _writings(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    known = {name: name for (name,) in connection.execute("select name from speaker")}
    known |= connection.execute(
        "select alias, name from speaker_alias join speaker on speaker.id = speaker_id order by speaker_alias.id"
    )
    having: dict[str, str] = {}
    """By last name, whose it is; nobody's when it is of several."""
    for name in known.values():
        last = name.rsplit(" ", 1)[-1]
        if last[:1].isupper() and having.setdefault(last, name) != name:
            having[last] = ""
    for last, name in having.items():
        if name:
            known.setdefault(last, name)
    having.clear()
    yield from known.items()


def _split(joined: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in joined.split(";") if part.strip())
