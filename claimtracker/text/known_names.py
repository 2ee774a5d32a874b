"""All that a project calls things, in little memory, and found fast: tens of thousands of names are looked through with
every key that is typed.

The names are no objects of their own but lie in one text, which is searched as one. What is found there is what a walk
over all names would find; a test holds that.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import overload

from claimtracker.text.comparison import fold
from claimtracker.text.similarity import near_texts

_END = "\0"
"""Between the texts; no name holds it."""
_PLACE = re.compile(r"(?<!\w)(?=.)", re.DOTALL)
_BOUNDARY = re.compile(r"(?!\w)")


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name or alias as it may stand in a text, and the speaker's one name."""

    written: str
    name: str


class KnownNames(Sequence[KnownName]):
    """Names in all their writings: pairs of what is written, and the one name that it stands for. They do not change."""

    def __init__(self, known: Iterable[tuple[str, str]] = ()) -> None:
        texts: list[str] = []
        names: list[str] = []
        for written, name in known:
            if written and _END not in written + name:
                texts.append(written)
                names.append(name)
        self._sorted = array("I", sorted(range(len(texts)), key=texts.__getitem__))
        self._names = array("I", _places_of_names(texts, names))
        """For each writing, where its one name is: among the writings, else behind them."""
        names.clear()
        self._texts = _Texts(texts)
        self._alike = _Texts(map(_alike, texts)).sharing(self._texts)
        self._folded = _Texts(map(fold, texts)).sharing(self._alike)
        self._initials: dict[str, Sequence[int]] = {}

    def __len__(self) -> int:
        return len(self._names)

    @overload
    def __getitem__(self, place: int) -> KnownName: ...
    @overload
    def __getitem__(self, place: slice) -> list[KnownName]: ...
    def __getitem__(self, place: int | slice) -> KnownName | list[KnownName]:
        """One writing, in the order in which they came."""
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        place = range(len(self))[place]
        return KnownName(self._texts[place], self._name_of(place))

    def named(self, typed: str) -> str:
        """The name that has a writing, in upper or lower case; empty for none."""
        folded = typed.casefold()
        for place in self._alike.holding(f"{_END}{_alike(typed)}{_END}"):
            if place < len(self) and self._texts[place].casefold() == folded:
                return self._name_of(place)
        return ""

    def begun(self, typed: str) -> list[str]:
        """The names with a writing of which a word, and what follows it, begins with what is typed."""
        begins = re.escape(_alike(typed))
        # What is sought stands before the look behind: so the search leaps from one place of it to the next.
        places = self._alike.where(rf"{begins}(?<!\w{begins})") if begins and _END not in typed else ()
        names = dict.fromkeys(self._names[place] for place in places if place < len(self))
        return self._texts.at(names)

    def holding(self, typed: str) -> Iterator[str]:
        """Writings that hold what is typed, in upper or lower case, and the names of whom they are."""
        for place in self._alike.holding(_alike(typed)) if typed and _END not in typed else ():
            yield self._texts[place]
            if place < len(self) and self._names[place] != place:
                yield self._name_of(place)

    def perhaps_misspelt(self, typed: str, at_least: float, *, whole: bool = True) -> list[KnownName]:
        """Those that `best_matches` could find so much like what is typed, and that have words that begin as its words do.

        Who slips does so inside of a word: “Ana Korn” is nobody's misspelling of Ana Dorn. What is not yet the `whole`
        name has at least its first word begin so.
        """
        initials = {word[:1] for word in typed.replace(_END, "").split()[: None if whole else 1]}
        places = [self._with_initial(_alike(initial)) for initial in initials]
        if not places:
            return []
        common = places[0] if len(places) == 1 else list(set(places[0]).intersection(*places[1:]))
        near = near_texts(typed, self._folded.at(common), at_least=at_least)
        begun = {initial.casefold() for initial in initials}
        found = (self[common[one]] for one in near)
        return [one for one in found if begun <= {word[:1].casefold() for word in one.written.split()}]

    def standing_in(self, sentence: str) -> list[tuple[int, int, KnownName]]:
        """What stands in a sentence as words of its own: where it begins and ends, and what it is."""
        ends = [match.start() for match in _BOUNDARY.finditer(sentence)]
        found = []
        reached: dict[str, int] = {}
        for start in (match.start() for match in _PLACE.finditer(sentence)):
            for later in range(bisect_right(ends, start), len(ends)):
                words = sentence[start : ends[later]]
                place = self._first_from(words)
                if place is None or not self._texts[place].startswith(words):
                    break  # no writing begins so
                if self._texts[place] == words and start >= reached.get(words, 0):
                    found.append((start, ends[later], self[place]))
                    reached[words] = ends[later]
        return found

    def with_word(self, word: str) -> set[str]:
        """The names that have a word between their blanks."""
        found = (self._texts[place] for place in self._texts.holding(word) if self._is_name(place))
        return {name for name in found if word in name.split()} if word and _END not in word else set()

    def longest_in(self, sentence: str, name: str) -> str:
        """The longest writing of a name that a sentence holds; empty for none."""
        its = next((place for place in self._texts.holding(f"{_END}{name}{_END}") if self._is_name(place)), None)
        written = self._texts.at(place for place, of in enumerate(self._names) if of == its)
        return max((one for one in written if one in sentence), key=len, default="")

    def _name_of(self, place: int) -> str:
        return self._texts[self._names[place]]

    def _is_name(self, place: int) -> bool:
        return place >= len(self) or self._names[place] == place

    def _first_from(self, words: str) -> int | None:
        """The first writing of the alphabet that is these words or comes after them."""
        place = bisect_left(self._sorted, words, key=self._texts.__getitem__)
        return self._sorted[place] if place < len(self._sorted) else None

    def _with_initial(self, initial: str) -> Sequence[int]:
        """The writings with a word that begins with a letter."""
        if initial not in self._initials:
            begins = re.escape(initial)
            places = self._alike.where(rf"{begins}(?<=[\s\0]{begins})")
            self._initials[initial] = array("I", dict.fromkeys(place for place in places if place < len(self)))
        return self._initials[initial]


class _Texts:
    """Many short texts in one, which takes a fourth of the memory, and is searched by a single call."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._starts = array("I")
        whole = StringIO()
        whole.write(_END)
        for text in texts:
            self._starts.append(whole.tell())
            whole.write(f"{text}{_END}")
        self._starts.append(whole.tell())
        self._whole = whole.getvalue()

    def sharing(self, other: _Texts) -> _Texts:
        """The same, in no memory of its own where it is as others are."""
        if self._whole == other._whole:
            self._whole = other._whole
        if self._starts == other._starts:
            self._starts = other._starts
        return self

    def __getitem__(self, place: int) -> str:
        return self._whole[self._starts[place] : self._starts[place + 1] - 1]

    def at(self, places: Iterable[int]) -> list[str]:
        """Several of them."""
        whole, starts = self._whole, self._starts
        return [whole[starts[place] : starts[place + 1] - 1] for place in places]

    def holding(self, words: str) -> Iterator[int]:
        """The places of the texts that hold some words; with NUL before and behind them, of those that are the words."""
        found = self._whole.find(words)
        while found >= 0:
            place = bisect_right(self._starts, found + 1) - 1
            if place == len(self._starts) - 1:
                return
            yield place
            found = self._whole.find(words, self._starts[place + 1] - 1)

    def where(self, pattern: str) -> Iterator[int]:
        """The places of the texts where a pattern is found, each as often as it is."""
        return (bisect_right(self._starts, match.start()) - 1 for match in re.finditer(pattern, self._whole))


def _alike(text: str) -> str:
    """A text as regular expressions compare it that ignore case: “İ” and “ı” are “i” there."""
    return text.replace("İ", "i").replace("ı", "i").casefold()


def _places_of_names(texts: list[str], names: Sequence[str]) -> Iterator[int]:
    """Where the one name of each writing is among the texts; one that is no writing for itself is put behind them."""
    places: dict[str, int] = {}
    for place, (written, name) in enumerate(zip(texts, names, strict=True)):
        if written == name:
            places.setdefault(name, place)
    for name in names:
        if name not in places:
            places[name] = len(texts)
            texts.append(name)
        yield places[name]
