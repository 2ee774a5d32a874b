"""What a page can hold to do harm, one by one: a clean text or one sentence."""

from __future__ import annotations

import pytest

from claimtracker.domain.errors import UserError
from claimtracker.domain.kinds import SentenceKind
from claimtracker.exchange.readers import read_bytes
from claimtracker.exchange.readers.markup import LARGEST_TEXT

SENTENCE = "The mayor denied on Monday that she had known of the letter, which was found in her own desk."


def _texts(raw: bytes | str, name: str = "page.html") -> list[str]:
    return [block.text for block in read_bytes(raw.encode() if isinstance(raw, str) else raw, name).blocks]


def test_scripts_and_styles_are_no_text():
    page = f"""<html><head><style>p {{color: red}}</style><script>alert("head")</script></head><body onload="alert(1)">
    <p>{SENTENCE}<script>document.write("<p>written</p>")</script> <b onclick="alert(2)">Really.</b></p>
    <style>.x {{}}</style><noscript>no script</noscript><template><p>template</p></template><svg><text>drawn</text></svg>
    <!-- <p>commented</p> --><![CDATA[ cdata ]]><?php echo "php" ?><textarea>typed</textarea></body></html>"""
    assert _texts(page) == [f"{SENTENCE} Really."]


def test_entities_are_decoded_once():
    page = f"<p>{SENTENCE} It read &amp;lt;b&amp;gt; and &lt;script&gt;alert(1)&lt;/script&gt; &#8220;so&#x201D; caf&eacute; &#146;s &bogus;.</p>"
    assert _texts(page) == [f"{SENTENCE} It read &lt;b&gt; and <script>alert(1)</script> “so” café ’s &bogus;."]


def test_what_is_hidden_is_not_read():
    page = f"""<p>{SENTENCE}</p><p hidden>One.</p><p style="display: none">Two.</p><div aria-hidden="true"><p>Three.</p></div>
    <p style="color:red;visibility:hidden">Four.</p>"""
    assert _texts(page) == [SENTENCE]


def test_control_characters_are_left_out_and_so_are_hints_for_breaking_lines():
    page = f"<p>{SENTENCE}\x00\x07\x1b[31m Nor\x0bvia&#7;&#31; Trans\u00adport&shy;, zero\u200bwidth.\x0c</p>"
    assert _texts(page) == [f"{SENTENCE}[31m Norvia Transport, zerowidth."]


def test_turned_writing_is_kept_and_told():
    article = read_bytes(f"<p>{SENTENCE} He said \u202eoga raey a\u202c.</p>".encode(), "page.html")
    assert article.blocks[0].text.endswith("He said \u202eoga raey a\u202c.")
    (warning,) = article.warnings
    assert "turn the direction of writing round (U+202C, U+202E)" in warning


@pytest.mark.parametrize("element", ["div", "span", "blockquote", "table><tr><td", "ul><li", "b><i", "font"])
def test_deep_nesting_loses_no_word(element):
    page = f"<html><body><{element}>" + f"<{element}>" * 3_000 + f"<p>{SENTENCE}</p> Behind it. " + "</div>" * 20_000
    words = " ".join(_texts(page + "<p>After all of it.</p></body></html>"))
    for expected in (SENTENCE, "Behind it.", "After all of it."):
        assert expected in words


def test_a_hundred_thousand_elements_inside_each_other():
    assert _texts("<div>" * 100_000 + SENTENCE + "</div>" * 100_000 + "<p>Out again.</p>") == [SENTENCE, "Out again."]


def test_a_page_of_one_endless_line_is_read_or_one_sentence():
    line = b"<html><body><p>" + b"word " * 200_000
    assert len(_texts(line)[0]) == 999_999
    with pytest.raises(UserError, match=r"^page\.html holds more than 20 million letters; no article does\.$"):
        _texts(b"<html><body><p>" + b"a b " * (LARGEST_TEXT // 4 + 10))


@pytest.mark.parametrize(
    "piece",
    ["<p>A sentence of some length stands here.</p>", "<a href=x>link</a> ", "word<br>", "<tr><td>x</td><td>y</td></tr>", "&amp;",
     "<script>x</script>a", "<h1>t</h1>", "<meta name=author content='A B'>", "<figure><figcaption>c</figcaption></figure>", "<", "<!--",
     '<script type="application/ld+json">{"@type":"Article","headline":"h"}</script>', "<blockquote class=pullquote>q</blockquote>"],
    ids=lambda piece: piece[:12],
)  # fmt: skip
def test_much_of_anything_ends(piece):
    # What took more than a time that grows with the page would not end here.
    assert _texts(f"<html><body><p>{SENTENCE}</p>" + piece * 10_000)


def test_json_without_end_is_passed_over():
    for script in (
        "[" * 100_000,
        '{"@graph":' * 5000,
        '{"@type":"NewsArticle","headline":{"a":[1]},"author":[[["x"]]],"datePublished":7}',
    ):
        article = read_bytes(
            f"<script type='application/ld+json'>{script}</script><p>{SENTENCE}</p>".encode(), "page.html"
        )
        assert article.blocks[0].text == SENTENCE
        assert article.published == ""


def test_what_a_page_says_of_itself_is_one_line_and_an_address_is_one_of_the_web():
    page = f"""<html><head><link rel=canonical href="javascript:alert(1)"><meta property="og:url" content="file:/etc/passwd">
    <meta property="og:title" content="A&#10;title\x00 &lt;b&gt;"><meta name=author content="Ann&#13;&#10;Lee"></head><p>{SENTENCE}</p>"""
    article = read_bytes(page.encode(), "page.html")
    assert (article.title, article.author, article.url) == ("A title <b>", "Ann Lee", "")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b'<meta charset="utf-8"><p>{}' + "“Él” está aquí, señor.</p>".encode("cp1252"), "“Él” está aquí, señor."),
        ('<meta charset="iso-8859-1"><p>{}“É”</p>'.encode(), "“É”"),
        ('<p>{}“É”</p>'.encode("cp1252"), "“É”"),
        ("<p>{}Привет, мир. Как дела?</p>".encode("utf-16"), "Привет, мир. Как дела?"),
        (b"<style>" + b"/* */" * 2000 + b'</style><meta http-equiv="content-type" content="text/html; charset=windows-1251"><p>{}'
         + "Привет</p>".encode("cp1251"), "Привет"),
        ('<meta charset="shift_jis"><p>{}日本語です。</p>'.encode("cp932"), "日本語です。"),
        ('<meta charset="iso-2022-jp"><p>{}日本語です。</p>'.encode("iso2022_jp"), "日本語です。"),
        ('<meta charset="gb2312"><p>{}“中文”。</p>'.encode("gb18030"), "“中文”。"),
        ('<meta charset="utf-16"><p>{}É</p>'.encode(), "É"),
        ('<meta charset="base64"><p>{}É</p>'.encode("cp1252"), "É"),
        ('<meta charset="no-such"><p>{}É</p>'.encode("cp1252"), "É"),
    ],
)  # fmt: skip
def test_the_encoding_is_found_whatever_the_page_says_of_it(raw, expected):
    marker = "{}".encode("utf-16-le") if raw.startswith(b"\xff\xfe") else b"{}"
    words = SENTENCE.encode("utf-16-le") if raw.startswith(b"\xff\xfe") else SENTENCE.encode()
    assert _texts(raw.replace(marker, words)) == [SENTENCE + expected]


def test_a_few_broken_letters_are_shown_and_told():
    article = read_bytes(f"<meta charset=utf-8><p>{SENTENCE} “É”, ".encode() + b"\xc3( and on.</p>", "page.html")
    assert article.blocks[0].text == f"{SENTENCE} “É”, �( and on."
    assert article.warnings == ("Letters of the page are broken; they are shown as �.",)


@pytest.mark.parametrize(
    "raw", [bytes(range(256)) * 40, b"\x89PNG\r\n\x1a\n" + bytes(500), b"\xd0\xcf\x11\xe0" + bytes(500)]
)
def test_what_is_no_page_is_one_sentence(raw):
    with pytest.raises(UserError, match=r"^page\.html "):
        _texts(raw)


@pytest.mark.parametrize("markup", ["<p>{}", "<body>{}", "{}", "<html><body><p>{}</html></p><", "</p></body>{}<html>", "<b><p>{}</b></p>", "<p <p>{}",
                                    '<p class="x>y">{}</p>', "<div><p>{}</div></p></section>", "<html/><p>{}</p>"])  # fmt: skip
def test_broken_markup_loses_no_sentence(markup):
    assert SENTENCE in " ".join(_texts(markup.format(SENTENCE)))


def test_a_page_whose_text_only_its_description_holds():
    page = """<html><head><script type="application/ld+json">{"@type":"NewsArticle","headline":"Mayor denies it","articleBody":
    "%s\\n\\nShe stepped down on Tuesday.\\nNobody asked her to."}</script></head><body><div id="root"></div><p>Loading…</p></body></html>"""
    assert _texts(page % SENTENCE) == [SENTENCE, "She stepped down on Tuesday.", "Nobody asked her to."]


def test_a_heading_and_a_bold_line_are_headings():
    blocks = read_bytes(
        f"<h2>First part</h2><p>{SENTENCE}</p><p><strong>Second part</strong></p><p>{SENTENCE} Again.</p>".encode(),
        "p.html",
    ).blocks
    assert [block.kind for block in blocks] == [SentenceKind.HEADING, SentenceKind.BODY, None, SentenceKind.BODY]
