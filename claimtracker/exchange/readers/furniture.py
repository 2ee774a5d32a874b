"""What stands on the page of an article and is none of it: menus, advertisements, “read more”, what is related."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from claimtracker.exchange.readers.markup import names_of
from claimtracker.exchange.readers.passages import Passage

_TAGS = frozenset({"nav", "menu", "dialog", "form", "search", "footer", "aside"})
_ROLES = frozenset({"navigation", "complementary", "dialog", "alertdialog", "search", "banner", "menu", "toolbar"})
_NAMES = (
    r"ads?|advert\w*|sponsor\w*|promo\w*|outbrain|taboola|donat\w+|support-?us|app-?download",
    r"related\w*|recommend\w*|trending|up-?next|most-?(?:read|popular|viewed)|read-?(?:more|next)",
    r"more-?(?:on|from|stories|news)|video-?playlist|ticker|tag-?(?:list|cloud)|tags|jump-?to",
    r"newsletter\w*|sign-?up|subscri\w+|cookies?|consent|gdpr|popup|modal",
    r"share|sharing|social|comments?|comment-?(?:list|section)|author-?(?:bio|box|card)|about-?the-?author",
    r"breadcrumbs?|sidebar|menu|navbar|navigation|footer|site-?header|masthead|toolbar|skip-?link|copyright",
)
_NAME = re.compile(rf"(?:^|[\s_-])(?:{'|'.join(_NAMES)})(?=$|[\s_-])", re.IGNORECASE)
_KEPT_NAME = re.compile(r"fact-?box|key-?(?:points|facts)|explainer|in-?brief|at-a-glance", re.IGNORECASE)
_WORDS = (
    r"advert(?:isement|ising)?(?:\s*[·|—–-].{0,40})?|our standards:.{0,60}",
    r"sponsored(?: content)?|promoted|loading\.*|topics|tags|print|e-?mail|save|caption",
    r"share(?: this)?(?: article| story| page)?(?: (?:on|via|with) .{1,30})?|copy link|link copied!?",
    r"(?:view |see |show |hide )?(?:all )?(?:\d+ )?comments?(?: ?\(\d+\))?|\d+ min(?:ute)?s?(?: read)?",
    r"(?:(?:article|story|text) )?continues? (?:reading )?(?:below|after)\b.{0,40}",
    r"(?:read|see|learn|find out) (?:more|next|also|on)(?: here| below)?|continue reading.{0,30}|more:?",
    r"related(?: (?:articles?|stories|topics|news|content|coverage|reading))?",
    r"(?:most (?:read|popular|viewed)|trending(?: now)?|recommended(?: for you)?|top stories|latest news|don.t miss)",
    r"you (?:may|might) (?:also )?(?:like|be interested in).{0,30}|more (?:on this story|stories)",
    r"sign up (?:for|to|here|now|today)\b.{0,90}|subscribe(?: (?:to|for|now|here|today)\b.{0,90})?",
    r"follow (?:us|our)\b.{0,60}|(?:click|tap) here\b.{0,60}|download (?:the|our) app.{0,40}",
    r"skip (?:to|past)\b.{0,60}|back to top|(?:image )?source,?|enlarge(?: (?:this )?image)?",
    r"(?:view|see) (?:all|gallery)",
    r"(?:listen|watch|view|play)(?: to)?(?: this| the)?(?: (?:article|story|video|gallery|live|now))*",
    r"(?:we|this (?:web)?site) uses? cookies.{0,200}|(?:accept|reject)(?: all)?(?: cookies)?",
    r"manage (?:cookies|preferences)",
    r"(?:copyright )?(?:©|\(c\)).{0,120}|copyright (?:by )?\d{4}.{0,120}|all rights reserved.{0,20}",
    r".{0,60}© ?(?:copyright )?\d{4}.{0,60}",
    r"view (?:this (?:e-?mail|message) )?(?:online|in (?:your )?browser)|unsubscribe.{0,60}",
    r"you(?:’re| are| have)? (?:get|got|receiv(?:e|ing|ed)) this (?:e-?mail|mail|message|newsletter).{0,160}",
)
_WHOLE = re.compile(rf"(?:{'|'.join(_WORDS)})[.:!…]*", re.IGNORECASE)
_LEADING_ON = re.compile(
    r"(?:read (?:more|also|next|on)|also read|more(?: on this(?: story)?)?|related(?: (?:article|story))?|see also|"
    r"don.t miss|watch|listen|opinion|explained|analysis|(?:also )?of interest|→|»|▶)\s*[:|–—-]?\s*",
    re.IGNORECASE,
)


def is_marked_furniture(element: HtmlElement) -> bool:
    """Whether an element says by its name that it is for something else than the article."""
    names = names_of(element)
    if element.tag in {"html", "body"} or _KEPT_NAME.search(names):
        return False
    if element.tag in _TAGS:
        # The footer of a quotation says whose it is.
        return element.tag != "footer" or not any(around.tag == "blockquote" for around in element.iterancestors())
    return element.get("role", "").casefold() in _ROLES or _NAME.search(names) is not None


def is_furniture_by_words(passage: Passage) -> bool:
    """Whether a passage is a phrase of pages, or a link that leads on: “Read also: …”."""
    words = passage.text
    if len(words) <= 220 and _WHOLE.fullmatch(words):
        return True
    leading = _LEADING_ON.match(words)
    return leading is not None and passage.linked >= 0.9 * (len(words) - leading.end()) > 0
