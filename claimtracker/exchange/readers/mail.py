"""Articles from mails: newsletters, and what colleagues forward."""

from __future__ import annotations

import re
from email.message import Message
from email.utils import parseaddr

from claimtracker.domain.kinds import SentenceKind
from claimtracker.exchange.readers.base import ReadArticle
from claimtracker.exchange.readers.markup import cleaned, parse
from claimtracker.exchange.readers.mime import charset, content, file_name, header, parse_message, parts
from claimtracker.exchange.readers.moments import read_moment
from claimtracker.exchange.readers.passages import passages
from claimtracker.exchange.readers.web_page import read_page, warnings_about
from claimtracker.exchange.readers.web_text import decode_page
from claimtracker.text.blocks import Block

_PREFIX = re.compile(r"^(?:(?:fwd?|re|aw|wg|tr|rv|enc|vs)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
_FORWARDED = re.compile(
    r"^[ \t>*]*(?:-{2,}\s*(?:forwarded message|original message|weitergeleitete nachricht|message transféré)\s*-{2,}"
    r"|begin forwarded message:|_{20,})[ \t*]*$",
    re.IGNORECASE | re.MULTILINE,
)
_FIELD = re.compile(
    r"^[>\s*]*(From|Date|Sent|Subject|To|Cc|Reply-To|Von|Gesendet|Datum|Betreff|An):\*?[ \t]*(.*?)\s*$", re.IGNORECASE
)
_MEANT = {"von": "from", "gesendet": "date", "sent": "date", "datum": "date", "betreff": "subject", "an": "to"}
_URL_LINE = re.compile(r"^\s*<?(https?://[^\s<>]+)>?\s*$", re.MULTILINE)
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_LISTS = ("List-Id", "List-Unsubscribe", "List-Post")
_NOBODY = re.compile(
    r"(?:no-?reply|do-?not-?reply|newsletters?|news|alerts?|updates?|brief(?:ing)?|bulletin|info|editors?|hello)"
)
_BRACKETED = re.compile(r"\s*\[(?:mailto:)?([^\]\s]+)\]")
_DEEPEST = 5


def read(raw: bytes, name: str) -> ReadArticle:
    """The article in a mail: of the forwarded message where there is one, with what its headers say."""
    message = parse_message(raw, name)
    for _ in range(_DEEPEST):
        attached = _attached(message)
        if attached is None:
            break
        message = attached
    plain, page = _texts(message, name)
    fields = {"subject": header(message, "Subject"), "from": header(message, "From"), "date": header(message, "Date")}
    inner, words = _forwarded(plain or _written(page, name))
    article = read_page(page, name) if page else ReadArticle(())
    blocks = article.blocks
    if inner and page:
        blocks = _after_fields(blocks, inner)
    fields = {**fields, **inner}
    title = _PREFIX.sub("", fields["subject"])
    url = article.url or _only_url(words)
    if words.strip() and _length(blocks) < 0.5 * len(words.strip()):
        blocks = _plain_blocks(words, title, url)
    sender, address = parseaddr(_BRACKETED.sub(r" <\1>", fields["from"]))
    outlet = _is_outlet(sender, address) or (not inner and any(header(message, key) for key in _LISTS))
    attachments = [called for part in parts(message) if (called := file_name(part))]
    warnings = [*article.warnings, *(warnings_about(blocks) if blocks != article.blocks else ())]
    if attachments:
        warnings.append(f"The mail has attachments, which were not read: {', '.join(attachments[:10])}.")
    return ReadArticle(
        blocks=blocks,
        title=title or article.title,
        source=(sender or address) if outlet else article.source,
        author=article.author if outlet else (sender or address),
        url=url,
        published=read_moment(fields["date"]) or article.published,
        language=header(message, "Content-Language")[:2].casefold() or article.language,
        warnings=tuple(warnings),
    )


def _is_outlet(sender: str, address: str) -> bool:
    """Whether a mail is sent by an outlet and not by a person: its name is that of its domain, or nobody's."""
    local, _, domain = address.casefold().partition("@")
    name = "".join(filter(str.isalnum, sender.casefold())).removeprefix("the")
    labels = [label.replace("-", "") for label in domain.split(".")]
    return _NOBODY.fullmatch(local) is not None or any(len(label) > 4 and label in name for label in labels)


def _plain_blocks(words: str, title: str, url: str) -> tuple[Block, ...]:
    """Plain text with its headline as one, and without the line of its address."""
    lines = [line for line in words.split("\n") if not url or line.strip().strip("<>") != url]
    first = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    if first < len(lines) and _letters(lines[first]) == _letters(title) != "":
        return (Block(SentenceKind.HEADING, lines[first].strip()), Block(None, "\n".join(lines[first + 1 :])))
    return (Block(None, "\n".join(lines)),)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _attached(message: Message) -> Message | None:
    """A message that was forwarded as an attachment."""
    for part in message.walk():
        if part is not message and part.get_content_type() == "message/rfc822":
            payload = part.get_payload()
            if isinstance(payload, list) and payload and isinstance(payload[0], Message):
                return payload[0]
    return None


def _texts(message: Message, name: str) -> tuple[str, str]:
    """The plain text and the page of a message, each empty when it has none; attachments are neither."""
    plain: list[str] = []
    page = ""
    for part in parts(message):
        if file_name(part):
            continue
        kind = part.get_content_type()
        if kind == "text/plain":
            text = cleaned(decode_page(content(part), name, charset(part)).text)
            plain.append(_unflowed(text) if str(part.get_param("format", "")).casefold() == "flowed" else text)
        elif kind in {"text/html", "application/xhtml+xml"} and not page:
            page = decode_page(content(part), name, charset(part)).text
    return "\n\n".join(plain), page


def _written(page: str, name: str) -> str:
    """The text of a page as a mail program would write it without markup."""
    return "\n\n".join(each.text for each in passages(parse(page, name))) if page else ""


def _unflowed(text: str) -> str:
    """Paragraphs whose lines a mail program has broken, marking it by a space at the end of the line."""
    text = re.sub(r"^ (?=[ >]|From )", "", text, flags=re.MULTILINE)
    return re.sub(r"(?<=[^\n]) (?<!^-- )\n(?![\n>])(?!-- ?$)", " ", text, flags=re.MULTILINE)


def _forwarded(text: str) -> tuple[dict[str, str], str]:
    """What the head of a forwarded message says in the text of the mail, and the text after it; else the whole text."""
    mark = _FORWARDED.search(text)
    lines = text[mark.end() if mark else 0 :].split("\n")
    fields: dict[str, str] = {}
    number = 0
    while number < len(lines) and not lines[number].strip(" >\t\r"):
        number += 1
    while number < len(lines):
        match = _FIELD.match(lines[number])
        if match is None:
            # A long value goes on in the next line.
            if not fields or not lines[number].strip(" >\t\r") or not lines[number][:1].isspace():
                break
        else:
            key = match[1].casefold()
            fields.setdefault(_MEANT.get(key, key), match[2])
        number += 1
    if len(fields) < 3 or "from" not in fields:
        return {}, _without_signature(text)
    words = "\n".join(lines[number:])
    told = {key: fields[key] for key in ("from", "subject", "date") if fields.get(key)}
    return told, _without_signature(_unquoted(words))


def _unquoted(text: str) -> str:
    """A text without the mark of quoting, where all of it is quoted."""
    lines = [line for line in text.split("\n") if line.strip()]
    if lines and sum(line.startswith(">") for line in lines) > 0.9 * len(lines):
        return re.sub(r"^>[ ]?", "", text, flags=re.MULTILINE)
    return text


def _without_signature(text: str) -> str:
    for found in _SIGNATURE.finditer(text):
        if text.count("\n", found.end()) <= 15:
            return text[: found.start()].rstrip() + "\n"
    return text


def _after_fields(blocks: tuple[Block, ...], inner: dict[str, str]) -> tuple[Block, ...]:
    """What comes after the head of the forwarded message in the page of a mail."""
    last = 0
    for number, block in enumerate(blocks[:12]):
        lines = block.text.split("\n")
        if _FORWARDED.search(block.text) or any(_FIELD.match(line) for line in lines):
            last = number + 1
    return blocks[last:] if inner else blocks


def _only_url(text: str) -> str:
    urls = dict.fromkeys(found[1] for found in _URL_LINE.finditer(text))
    return next(iter(urls)) if len(urls) == 1 else ""


def _length(blocks: tuple[Block, ...]) -> int:
    return sum(len(block.text) for block in blocks)
