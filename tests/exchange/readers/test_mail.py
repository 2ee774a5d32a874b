"""What analysts are sent: newsletters, forwarded articles in their many shapes, archives of pages."""

from __future__ import annotations

import pytest

from claimtracker.domain.errors import UserError
from claimtracker.domain.kinds import SentenceKind
from claimtracker.exchange.readers import format_of, read_bytes

HEAD = "From: Róisín Keane <roisin@example.org>\nTo: desk@example.org\nDate: Tue, 4 Nov 2025 08:11:57 +0100\nMessage-ID: <1@x>\nMIME-Version: 1.0\n"
BODY = "The mayor denied it on Monday.\n\nShe had not seen the letter, she said, until the day before.\n"


def _mail(body: str, subject: str = "Mayor denies it", kind: str = "text/plain; charset=utf-8"):
    return read_bytes(f"{HEAD}Subject: {subject}\nContent-Type: {kind}\n\n{body}".encode(), "a.eml")


def _words(article) -> str:
    return "\n\n".join(block.text.strip() for block in article.blocks)


def test_what_the_headers_say_of_a_mail():
    article = _mail(BODY)
    assert (article.title, article.author, article.source) == ("Mayor denies it", "Róisín Keane", "")
    assert article.published == "2025-11-04T08:11:57+01:00"
    assert _words(article) == BODY.strip()


@pytest.mark.parametrize(
    "head",
    [
        "---------- Forwarded message ---------\nFrom: Ann Lee <ann@post.example>\nDate: Mon, Nov 3, 2025 at 6:30 AM\nSubject: No, says mayor\nTo: <r@x>\n\n\n",
        "-----Original Message-----\nFrom: Ann Lee [mailto:ann@post.example]\nSent: Monday, November 3, 2025 6:30 AM\nTo: R\nSubject: No, says mayor\n\n",
        "________________________________\nFrom: Ann Lee <ann@post.example>\nSent: 03 November 2025 06:30\nTo: R <r@x>\nSubject: No, says mayor\n\n",
        "From: Ann Lee <ann@post.example>\nSent: 03 November 2025 06:30\nTo: R <r@x>;\n  S <s@x>\nSubject: No, says mayor\n\n",
        "Von: Ann Lee <ann@post.example>\nGesendet: 03 November 2025 06:30\nAn: R <r@x>\nBetreff: No, says mayor\n\n",
    ],
)  # fmt: skip
def test_a_forwarded_article_is_taken_out_of_its_mail(head):
    article = _mail("" + head + BODY, "Fwd: FW: No, says mayor")
    assert (article.title, article.author, article.published) == ("No, says mayor", "Ann Lee", "2025-11-03")
    assert _words(article) == BODY.strip()


def test_what_apple_mail_forwards_is_quoted():
    quoted = "".join(f"> {line}\n" for line in BODY.splitlines())
    head = "See below.\n\nBegin forwarded message:\n\n> From: Ann Lee <ann@post.example>\n> Subject: No, says mayor\n> Date: 3 November 2025 06:30:00 GMT\n> To: r@x\n>\n"
    article = _mail(head + quoted, "Fwd: No, says mayor")
    assert (article.title, article.author, article.published) == (
        "No, says mayor",
        "Ann Lee",
        "2025-11-03T06:30:00+00:00",
    )
    assert _words(article) == BODY.strip()


def test_a_mail_attached_to_a_mail_is_the_article():
    inner = f"From: Ann Lee <ann@post.example>\nDate: Mon, 3 Nov 2025 06:30:00 -0500\nSubject: No, says mayor\nContent-Type: text/plain\n\n{BODY}"
    body = f"--b\nContent-Type: text/plain\n\nFor the file.\n--b\nContent-Type: message/rfc822\n\n{inner}\n--b--\n"
    article = _mail(body, "Fwd: No", 'multipart/mixed; boundary="b"')
    assert (article.title, article.author, article.published) == (
        "No, says mayor",
        "Ann Lee",
        "2025-11-03T06:30:00-05:00",
    )
    assert _words(article) == BODY.strip()


def test_attachments_are_told_and_not_read():
    body = f'--b\nContent-Type: text/plain\n\n{BODY}\n--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename="talks.pdf"\n\nJVBER\n--b--\n'
    article = _mail(body, kind='multipart/mixed; boundary="b"')
    assert article.warnings == ("The mail has attachments, which were not read: talks.pdf.",)
    assert _words(article) == BODY.strip()


def test_a_signature_is_no_text_and_a_line_that_is_an_address_is_the_url():
    article = _mail(f"Mayor denies it\n\n{BODY}\nhttps://post.example/mayor?id=1\n\n-- \nAnn Lee\nThe Post\n")
    assert article.url == "https://post.example/mayor?id=1"
    assert article.blocks[0].kind is SentenceKind.HEADING
    assert _words(article) == f"Mayor denies it\n\n{BODY.strip()}"


def test_a_page_in_a_mail_is_read_like_a_page():
    page = f"<html><body><h1>Mayor denies it</h1><p>{BODY.splitlines()[0]}</p><img src='http://x.example/p.gif'><p class=caption>A letter.</p></body></html>"
    blocks = _mail(page, kind="text/html; charset=utf-8").blocks
    assert [block.kind for block in blocks] == [SentenceKind.HEADING, SentenceKind.BODY, SentenceKind.CAPTION]


@pytest.mark.parametrize("value", ["=?utf-8?b?////?=", "=?no-such?q?x?=", "=?utf-8?q?=FF=FE?=", "\x80\xff", "=?"])
def test_a_broken_header_stops_nothing(value):
    raw = (
        HEAD.encode()
        + b"Subject: "
        + value.encode("latin-1")
        + b"\nContent-Type: text/plain; charset="
        + value.encode("latin-1")
        + b"\n\n"
        + BODY.encode()
    )
    assert _words(read_bytes(raw, "a.eml")) == BODY.strip()


def test_a_mail_without_text_is_one_sentence():
    with pytest.raises(UserError, match=r"^a\.eml holds no text\.$"):
        _mail("\n\n")


def test_parts_without_end_are_one_sentence():
    body = "".join(f'--b{n}\nContent-Type: multipart/mixed; boundary="b{n + 1}"\n\n' for n in range(3000))
    with pytest.raises(UserError, match=r"^a\.eml "):
        _mail(body, kind='multipart/mixed; boundary="b0"')


def test_an_archive_without_a_page_is_one_sentence():
    raw = b'From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: image/png\n\nx\n--b--\n'
    assert format_of(raw, "a").module == "web_archive"
    with pytest.raises(UserError, match=r"^a\.mhtml is a web archive without a page in it\.$"):
        read_bytes(raw, "a.mhtml")


def test_an_archive_of_frames_is_the_frame_that_has_a_text():
    raw = (
        b'From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n'
        b"--b\nContent-Type: text/html\nContent-Location: https://post.example/a\n\n<html><frameset><frame src=cid:f></frameset></html>\n"
        b"--b\nContent-Type: text/html\nContent-Location: https://post.example/frame\n\n<html><body><p>The mayor denied it on Monday.</p></body></html>\n--b--\n"
    )
    article = read_bytes(raw, "a.mhtml")
    assert (_words(article), article.url) == ("The mayor denied it on Monday.", "https://post.example/frame")


def test_a_text_that_begins_like_a_mail_and_is_none_stays_a_text():
    assert format_of(b"From: the editor\n\nWe regret the error.", "a.txt").module == "plain_text"
    assert format_of(b"Subject: nothing\nDate: today\n\nA text.", "a.txt").module == "plain_text"
