"""Where words of one version of a text stand in another: what lets a claim follow its sentence."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from claimtracker.domain.values import Span
from claimtracker.domain.versions import Outcome
from claimtracker.text.alignment import Link, align, in_order, passages
from claimtracker.text.spans import joined, trimmed
from claimtracker.text.wording import plain_tokens, word_steps

_WORD = re.compile(r"\w+(?:['’.,:/–‑-]\w+)*%?")
_MARKS = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'"})


@dataclass(frozen=True, slots=True)
class Version:
    """A text and its sentences in order."""

    text: str
    sentences: tuple[Span, ...]

    def words_of(self, place: int) -> str:
        """The text of a sentence."""
        span = self.sentences[place]
        return self.text[span.start : span.end]


@dataclass(frozen=True, slots=True)
class Anchored:
    """What became of some stretches of the old version, and where they stand now.

    `spans` is empty when the words are gone, be it with their sentence (`Outcome.GONE`) or out of it.
    """

    outcome: Outcome
    spans: tuple[Span, ...]
    sentences: tuple[int, ...]
    """The sentences of the new version that those they lay in became."""


class Passage:
    """Sentences of two versions that hang together: one of each, or several where some were merged or split."""

    def __init__(self, old: Version, new: Version, places: tuple[int, ...], new_places: tuple[int, ...]) -> None:
        self.old, self.new = places, new_places
        self._versions = (old, new)
        self.stays = False
        """Whether it has the same words in the same order among the other passages."""

    @cached_property
    def same(self) -> bool:
        """Whether both sides have the same words, whatever their quotes, punctuation, case, and division."""
        old, new = self._versions
        if not self.old or not self.new or not (_adjoining(self.old) and _adjoining(self.new)):
            return False
        mine = [word for place in self.old for word in plain_tokens(old.words_of(place))]
        others = [word for place in self.new for word in plain_tokens(new.words_of(place))]
        return mine == others if mine else _signs(old, self.old) == _signs(new, self.new)

    @cached_property
    def identical(self) -> bool:
        """Whether both sides have the same characters."""
        return self.same and self._stretch(0) == self._stretch(1)

    def place(self, piece: Span) -> Span | None:
        """Where a piece of the old side stands in the new one; None when its words are gone."""
        if self.identical:
            shift = self._start(1) - self._start(0)
            return Span(piece.start + shift, piece.end + shift)
        first, last = self._touched(piece)
        if first > last:  # only signs, which nothing holds on to but the words around them
            return self._between(first) if self.same else None
        begin, end = self._word_after(first), self._word_before(last)
        if begin > end:
            return None
        return Span(self._start_at(piece, first, begin), self._end_at(piece, last, end))

    def _touched(self, piece: Span) -> tuple[int, int]:
        """The first and the last word that a piece has part in."""
        words = self._words[0]
        first = next((index for index, (_, span) in enumerate(words) if span.end > piece.start), len(words))
        last = next((index for index in range(len(words) - 1, -1, -1) if words[index][1].start < piece.end), -1)
        return first, last

    def _between(self, word: int) -> Span | None:
        text = self._versions[1].text
        words = self._words[1]
        start = words[word - 1][1].end if word else self._start(1)
        end = words[word][1].start if word < len(words) else self._end(1)
        return trimmed(text, start, end) or trimmed(text, self._start(1), self._end(1))

    def _word_after(self, word: int) -> int:
        """The word of the new side that an old one became, else the first one after it."""
        for tag, start, end, other, other_end in self._opcodes:
            if start <= word < end:
                if tag == "delete":
                    return other
                return other + _share(word - start, end - start, other_end - other)
        return len(self._words[1])

    def _word_before(self, word: int) -> int:
        """The word of the new side that an old one became, else the last one before it."""
        for tag, start, end, other, other_end in self._opcodes:
            if start <= word < end:
                if tag == "delete":
                    return other - 1
                return other_end - 1 - _share(end - 1 - word, end - start, other_end - other)
        return -1

    def _start_at(self, piece: Span, word: int, new_word: int) -> int:
        old, new = self._versions
        (written, mine), (other_written, other) = self._words[0][word], self._words[1][new_word]
        if piece.start > mine.start:  # it begins within a word
            return other.start + piece.start - mine.start if written == other_written else other.start
        signs = _plain(old.text[piece.start : mine.start])
        sentence = self._sentence_of(new_word)
        start = other.start
        opens = not _WORD.search(new.text, sentence.start, start) and self._opens(piece)
        while start > sentence.start and not new.text[start - 1].isspace():
            sign = new.text[start - 1]
            if not (opens or _plain(sign) in signs) or sign.isalnum():
                break
            start -= 1
        return start

    def _end_at(self, piece: Span, word: int, new_word: int) -> int:
        old, new = self._versions
        (written, mine), (other_written, other) = self._words[0][word], self._words[1][new_word]
        if piece.end < mine.end:
            within = piece.end - mine.start
            return other.start + within if written == other_written else other.end
        signs = _plain(old.text[mine.end : piece.end])
        sentence = self._sentence_of(new_word)
        end = other.end
        closes = not _WORD.search(new.text, end, sentence.end) and bool(signs.strip())
        while end < sentence.end and not new.text[end].isspace():
            if not (closes or _plain(new.text[end]) in signs) or new.text[end].isalnum():
                break
            end += 1
        return end

    def _opens(self, piece: Span) -> bool:
        return any(self._versions[0].sentences[place].start == piece.start for place in self.old)

    def _sentence_of(self, new_word: int) -> Span:
        start = self._words[1][new_word][1].start
        spans = (self._versions[1].sentences[place] for place in self.new)
        return next(span for span in spans if span.start <= start < span.end)

    @cached_property
    def _words(self) -> tuple[list[tuple[str, Span]], list[tuple[str, Span]]]:
        sides = []
        for version, places in zip(self._versions, (self.old, self.new), strict=True):
            sides.append(
                [
                    (_plain(match[0]), Span(*match.span()))
                    for place in places
                    for match in _WORD.finditer(
                        version.text, version.sentences[place].start, version.sentences[place].end
                    )
                ]
            )
        return sides[0], sides[1]

    @cached_property
    def _opcodes(self) -> list[tuple[str, int, int, int, int]]:
        mine, others = ([word for word, _ in side] for side in self._words)
        return word_steps(list(mine), list(others))

    def _start(self, side: int) -> int:
        places = (self.old, self.new)[side]
        return self._versions[side].sentences[places[0]].start

    def _end(self, side: int) -> int:
        places = (self.old, self.new)[side]
        return self._versions[side].sentences[places[-1]].end

    def _stretch(self, side: int) -> str:
        return self._versions[side].text[self._start(side) : self._end(side)]


class Anchoring:
    """Two versions of a text with their passages: tells of any stretches of the old one what became of them."""

    def __init__(self, old: Version, new: Version, links: Iterable[Link] | None = None) -> None:
        self.old, self.new = old, new
        if links is None:
            sides = ([version.words_of(place) for place in range(len(version.sentences))] for version in (old, new))
            links = align(*sides)
        found = passages(links, len(old.sentences), len(new.sentences))
        self.passages = [Passage(old, new, mine, others) for mine, others in found]
        self._of_old = {place: passage for passage in self.passages for place in passage.old}
        whole = {(one.old[0], one.new[0]): one for one in self.passages if one.same}
        for pair in in_order(Link(*pair, 1.0) for pair in sorted(whole)):
            whole[pair].stays = True

    def of_old(self, place: int) -> Passage:
        """The passage of a sentence of the old version."""
        return self._of_old[place]

    def touched(self, spans: Iterable[Span]) -> list[int]:
        """The sentences of the old version that some spans have part in."""
        sentences = self.old.sentences
        found: set[int] = set()
        for span in spans:
            place = bisect_right(sentences, span.start, key=_end)
            while place < len(sentences) and sentences[place].start < span.end:
                found.add(place)
                place += 1
        return sorted(found)

    def place(self, spans: Sequence[Span]) -> Anchored:
        """What became of these stretches of the old version."""
        touched = [self._of_old[place] for place in self.touched(spans)]
        outcome = _outcome(touched)
        found: list[Span] = []
        for span in spans:
            pieces = [piece for place in self.touched([span]) if (piece := self._place(place, span)) is not None]
            if not pieces and outcome is not Outcome.GONE:
                outcome = Outcome.EDITED
            found += joined(self.new.text, pieces)
        sentences = tuple(sorted({place for passage in touched for place in passage.new}))
        return Anchored(outcome, _apart(found), sentences)

    def _place(self, place: int, span: Span) -> Span | None:
        sentence, passage = self.old.sentences[place], self._of_old[place]
        if not passage.new:
            return None
        return passage.place(Span(max(span.start, sentence.start), min(span.end, sentence.end)))


def _end(sentence: Span) -> int:
    return sentence.end


def _outcome(touched: Sequence[Passage]) -> Outcome:
    if not any(passage.new for passage in touched):
        return Outcome.GONE
    if not all(passage.same for passage in touched):
        return Outcome.EDITED
    return Outcome.KEPT if all(passage.stays for passage in touched) else Outcome.MOVED


def _apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, those that overlap made one."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, one.end)):
        if found and span.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


def _adjoining(places: Sequence[int]) -> bool:
    return places[-1] - places[0] == len(places) - 1


def _share(step: int, of: int, other: int) -> int:
    """How far into the other side of a replaced stretch one is after so many words of this one."""
    return min(step if of == other else step * other // of, other - 1)


def _signs(version: Version, places: Sequence[int]) -> list[str]:
    return ["".join(version.words_of(place).split()) for place in places]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_MARKS).casefold()
