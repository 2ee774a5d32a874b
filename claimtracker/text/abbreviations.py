"""Words that carry a full stop without ending a sentence, and words that open the next one. English news."""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ACRONYM = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]|Ph\.D|M\.Sc|B\.Sc|LL\.[MBD]")
"""“U.S”, “N.P.A”, “D.C”, without the last full stop."""

TITLES = _words(
    """mr mrs ms mx dr gen sen rep gov lt col sgt capt maj adm cmdr prof rev hon st mt ft pres supt det insp cpl pvt
    msgr fr amb asst assoc atty messrs mmes brig cdr cmdre ens gens sens reps govs drs profs sec treas lieut vice-adm
    lt-gen maj-gen brig-gen e.g i.e cf vs viz approx ca al v"""
)
"""What stands before a name or goes on in any case."""

NUMBERED = _words("no nos fig figs p pp vol art sec ch par para ver op est ref ext tel")
"""What stands before a number."""

MONTHS = _words("jan feb mar apr jun jul aug sep sept oct nov dec")

OTHERS = _words(
    """inc corp ltd co bros jr sr esq etc ave blvd rd dept univ calif fla mass mich minn wis wash pa va ga ariz ark
    colo conn del ill ind kan ky la md miss mo mont neb nev okla ore tenn tex vt wyo ala n.y n.j n.c s.c n.h n.m n.d s.d
    w.va r.i ont que alta sask assn natl intl govt min max mfg llc plc hq ret bldg ca tel ext mon tue tues wed thu thur
    thurs fri sat sun ph.d oz lb lbs ft in yd mi km hr hrs"""
) - _words("in no sun sat mon wed mass miss ill pa la del max min")
"""What may end a sentence, and does when the next word opens one."""

LETTERED = _words(
    "Plan Vitamin Group Class Type Section Part Team Category Hepatitis Article Exhibit Annex Point Option"
)
"""What a single letter belongs to: “Plan B. The …”."""

EXCLAIMED = _words("Yahoo Jeopardy Panic Yum Oklahoma Mamma Guess Which")
"""Names written with an exclamation mark."""

TIME_GOES_ON = _words(
    """Monday Tuesday Wednesday Thursday Friday Saturday Sunday Jan Feb March April May June July Aug Sept Oct Nov Dec
    January February August September October November December Eastern Central Mountain Pacific ET CT MT PT EST EDT CST
    CDT MST MDT PST PDT GMT UTC BST CET CEST EET KST JST IST Local Moscow Beijing Tokyo"""
)
"""What goes on after “5 p.m.”."""

OPENERS = _words(
    """The A An He She It They We I You This That These Those There Here His Her Its Their Our My Your One Some Many Most
    All Both Each Such Another Other Others And But Or So Yet Nor For In On At By To From With Without After Before Since
    Until While When Where Why How What Who Whose Which If As Although Though Because However Still Then Now Meanwhile
    Also Even Only Not No Nobody Nothing Never Under Over During Despite Among Amid Between Through About Against Within
    Earlier Later Last Next Until Once Instead Moreover Nevertheless Otherwise Perhaps Maybe Several Two Three Four Five
    Officials Police Authorities Asked According Speaking Mr Mrs Ms Dr Yes It’s It's He’s He's She’s She's That’s That's
    They’re They're We’re We're I’m I'm There’s There's Don’t Don't Is Are Was Were Do Does Did Will Would Can Could
    Should Let Please Thank Thanks Critics Analysts Experts Opponents Supporters Lawmakers Residents Witnesses Investigators
    Asked Given Having Being Under Up Out Off Per Plus Neither Either Every Everyone Anyone Someone Few Much Ever"""
)
"""Capitalised only because a sentence begins: what follows an abbreviation that may end one."""
