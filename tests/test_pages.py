"""Is the article read, its head and its pictures, and does hostile HTML come out as a sentence and not as a crash?"""

from __future__ import annotations

import gzip
import json
import os
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.errors import ReadingError
from firsthand.reading.markup import read_stamp
from firsthand.reading.pages import dateline, read_page
from firsthand.record.readings import Reading, ReadingKind
from firsthand.record.when import parse
from firsthand.record.where import Level, Where
from firsthand.settings import Settings

DATA = Path(os.environ.get("FIRSTHAND_DATA", Path(__file__).parents[2] / "shared" / "data")) / "pages"
WORDS = "<p>The demonstration passed along the main street of the town on Tuesday and ended at the square.</p>\n"
URL = "https://news.example/2012/05/march.html"


@dataclass(frozen=True)
class Places:
    """A gazetteer of the few places that these tests name."""

    known: Mapping[str, Where] = field(
        default_factory=lambda: {
            name.lower(): Where(f"geo:{i}", Level.SETTLEMENT, name)
            for i, name in enumerate(("Donetsk", "Kyiv", "Київ"), 1)
        }
    )

    def look_up(self, name: str) -> tuple[Where, ...]:
        found = self.known.get(name.lower())
        return (found,) if found else ()


def page(body: str, head: str = "<title>A march</title>") -> str:
    return f"<!DOCTYPE html><html lang='en'><head>{head}</head><body><article>{body}</article></body></html>"


def read(html: str | bytes, limits: Settings | None = None, **given: str) -> Reading:
    data = html.encode() if isinstance(html, str) else html
    return read_page(
        data,
        url=URL,
        charset=given.get("charset", ""),
        lang=given.get("lang", ""),
        gazetteer=Places(),
        settings=limits or Settings(),
    )


def test_an_article_with_its_head() -> None:
    head = """<title>March - News</title><meta property="og:site_name" content="The Example">
      <script type="application/ld+json">{"@type": "NewsArticle", "headline": "A march &amp; a rally",
        "datePublished": "2012-05-02T09:00:00+03:00", "author": [{"@type": "Person", "name": "A. Reporter"}]}</script>"""
    reading = read(
        page(
            f'<h1>A march</h1><p class="byline">By A. Reporter</p><p>DONETSK, Ukraine (EX) — {WORDS[3:]}' + WORDS * 3,
            head,
        )
    )
    assert reading.kind is ReadingKind.PAGE
    assert "passed along the main street" in reading.text
    assert (reading.title, reading.author, reading.outlet) == ("A march & a rally", "A. Reporter", "The Example")
    assert reading.byline == "By A. Reporter"
    assert reading.published == parse("2012-05-02T09:00:00+03:00").said_as("2012-05-02T09:00:00+03:00")
    assert (reading.lang, reading.url, reading.problems) == ("en", URL, ())
    assert all(mention.passage.stands_in(reading.text) for mention in reading.dates)
    assert reading.dateline == "DONETSK, Ukraine (EX)"


@pytest.mark.parametrize(
    ("head", "edtf", "why"),
    [
        ('<meta property="article:published_time" content="2012-05-02">', "2012-05-02", "meta"),
        ('<meta itemprop="datePublished" content="20120502">', "2012-05-02", "microdata, without hyphens"),
        ('<meta name="pubdate" content="Wed, 02 May 2012 09:00:00 GMT">', "2012-05-02T09:00:00+00:00", "RFC 2822"),
        ('<meta name="pubdate" content="2012/5/2">', "2012-05-02", "year first"),
        ('<meta name="pubdate" content="05/02/2012">', None, "ambiguous"),
        ('<meta name="pubdate" content="1970-01-01T00:00:00Z">', None, "a clock at zero"),
        ('<meta name="pubdate" content="0001-01-01">', None, "a default nobody filled in"),
        ('<meta property="article:modified_time" content="2012-05-02">', None, "a change is no publication"),
        ("<title>March of 2 May 2012</title>", None, "words are not markup"),
        (
            '<script type="application/ld+json">{"@type": oops</script>'
            '<script type="application/ld+json">{"@graph": [{"@type": "Article", "datePublished": "2012-05-02"}]}</script>',
            "2012-05-02",
            "a broken block hides no good one",
        ),
        (
            '<meta property="article:published_time" content="2012-05-02">'
            '<script type="application/ld+json">{"@type": "Article", "datePublished": "2012-05-09"}</script>',
            "2012-05-02/2012-05-09",
            "two statements that disagree",
        ),
    ],
)
def test_published_only_where_the_markup_says_so(head: str, edtf: str | None, why: str) -> None:
    reading = read(page(WORDS * 4, head))
    assert (str(reading.published) if reading.published else None) == edtf, why
    assert any("disagree" in said for said in reading.problems) == (why == "two statements that disagree")


@pytest.mark.parametrize(
    ("body", "edtf", "why"),
    [
        ('<time datetime="2012-05-02">2 May</time>', "2012-05-02", "the only one"),
        (
            '<time datetime="2012-05-02" pubdate>a</time><time datetime="2012-06-03">b</time>',
            "2012-05-02",
            "the marked one",
        ),
        (
            '<time class="published" datetime="2012-05-02">a</time><time class="published" datetime="2012-06-03">b</time>',
            None,
            "two",
        ),
        ('<time datetime="2012-05-02">a</time><time datetime="2012-06-03">b</time>', None, "neither is marked"),
    ],
)
def test_times_in_the_body(body: str, edtf: str | None, why: str) -> None:
    reading = read(page(body + WORDS * 4))
    assert (str(reading.published) if reading.published else None) == edtf, why


def test_a_given_date_wins_over_the_markup() -> None:
    head = '<meta property="article:published_time" content="2012-05-02">'
    given = parse("2022-09-10")
    reading = read_page(page(WORDS * 4, head).encode(), published=given, gazetteer=Places(), settings=Settings())
    assert reading.published == given


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2012-02-30", "2012-13-01T00:00Z", "12:00", "9" * 400, "2012-05-01/2012-05-02"]
)
def test_stamps_that_are_none(text: str) -> None:
    assert read_stamp(text) is None


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("KYIV, Ukraine (AP) — Thousands marched on Tuesday.", "KYIV, Ukraine (AP)", "agency form"),
        ("Donetsk, May 1 – Thousands marched on Tuesday.", "Donetsk, May 1", "a known place"),
        ("КИЇВ, 1 травня — Тисячі людей вийшли на площу.", "КИЇВ, 1 травня", "capitals"),
        ("Kyiv - Thousands marched on Tuesday.", "Kyiv", "a known place alone"),
        ("Protesters – thousands of them – marched on Tuesday.", "", "a dash in a sentence"),
        ("He came. Then he left — quickly, it is said.", "", "a sentence before the dash"),
        ("The twenty-first of May was a warm day in the town.", "", "a hyphen is no dash"),
        ("", "", "no text"),
    ],
)
def test_dateline(text: str, expected: str, why: str) -> None:
    assert dateline(text, Places().look_up) == expected, why


def test_pictures_with_caption_alt_credit_and_address() -> None:
    body = f"""{WORDS * 3}
      <figure><picture><source srcset="/s.jpg 400w, /l.jpg 1600w"><img src="/tiny.jpg" alt="a  crowd"></picture>
        <figcaption>May Day in Donetsk, 2012 <span class="credit">A. Photographer</span></figcaption></figure>
      <div class="wp-caption"><img data-src="lazy.jpg" src="data:image/gif;base64,R0lGOD">
        <p class="wp-caption-text">The square</p></div>
      <figure><img src="banner.png" width="800"><figcaption>A banner. Photo: The Agency</figcaption></figure>
      <p><img src="//cdn.example/plain.jpg"></p>"""
    pictures = read(page(body)).pictures
    assert [(p.url, p.caption.text if p.caption else None, p.alt, p.credit) for p in pictures] == [
        ("https://news.example/l.jpg", "May Day in Donetsk, 2012", "a crowd", "A. Photographer"),
        ("https://news.example/2012/05/lazy.jpg", "The square", "", ""),
        ("https://news.example/2012/05/banner.png", "A banner. Photo: The Agency", "", "The Agency"),
        ("https://cdn.example/plain.jpg", None, "", ""),
    ]
    assert all(p.name == p.url and not p.prints for p in pictures)


@pytest.mark.parametrize(
    "image",
    [
        '<img src="/logo.png">',
        '<img src="/assets/icon-share.png">',
        '<img src="a.jpg" width="1" height="1">',
        '<img src="a.jpg" width="32" height="32">',
        '<img src="a.svg">',
        '<img src="a.jpg" class="user-avatar">',
        '<img src="a.jpg" aria-hidden="true">',
        '<img src="https://www.facebook.com/tr?id=1">',
        '<img src="">',
        '<img src="http://[broken">',
        '<img src="javascript:alert(1)">',
        "<img>",
    ],
)
def test_decoration_is_dropped(image: str) -> None:
    assert read(page(WORDS * 3 + image)).pictures == ()


def test_a_picture_is_listed_once_with_its_caption_and_the_limit_is_said() -> None:
    twice = '<img src="a.jpg"><figure><img src="a.jpg"><figcaption>The square</figcaption></figure>'
    (one,) = read(page(WORDS * 3 + twice)).pictures
    assert one.caption is not None
    many = read(
        page(WORDS * 3 + "".join(f'<p><img src="{i}.jpg"></p>' for i in range(9))), Settings(max_page_pictures=4)
    )
    assert len(many.pictures) == 4
    assert "only the first 4" in many.problems[0]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty or a binary"),
        (b" \n\t", "empty or a binary"),
        (b"%PDF-1.7 <html>", "a PDF"),
        (b'{"html": "<p>x</p>"}', "JSON"),
        (b"\xff\xd8\xff\xe0" + bytes(60), "image/jpeg"),
        (b"Only words, no markup.", "no HTML"),
        (bytes(range(256)) * 20, "binary"),
        (b'<?xml version="1.0"?><rss><channel/></rss>', "XML"),
        (b'<svg xmlns="x"><p>x</p></svg>', "SVG"),
        (b"<p>" + b"x" * 2_000_000, "more than the limit"),
        (b"<html></html>"[:5] + b">", None),
    ],
)
def test_what_is_no_page_is_refused(data: bytes, said: str | None) -> None:
    if said is None:
        assert read(data).problems
        return
    with pytest.raises(ReadingError, match=said) as caught:
        read(data, Settings(max_file_bytes=1_000_000))
    assert caught.value.hint


HOSTILE = {
    "marked section": "<![yyyy<",
    "unclosed comment": "<!-- never closed",
    "unclosed quote": '<p class="',
    "unclosed script": "<script>var x = '<p>'",
    "NULs": "<p>a\0b</p>",
    "entities beyond Unicode": "&#x110000; &#xD800; &#0; &bogus;",
    "processing instruction": "<?php echo '<p>' ?>",
    "tables nested 10,000 deep": "<table><tr><td>" * 10_000,
    "divisions nested 10,000 deep": "<div>" * 10_000,
    "JSON-LD nested 100,000 deep": f'<script type="application/ld+json">{"[" * 100_000}</script>',
    "thousands of attributes": f"<p {' '.join(f'a{i}=1' for i in range(30_000))}>x</p>",
    "a megabyte of srcset": f'<img srcset="{"a, " * 300_000}">',
    "a million opening marks": "<" * 1_000_000,
    "a broken base": '<base href="http://[">',
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_html_is_read_around(kind: str) -> None:
    reading = read(page(WORDS * 4 + HOSTILE[kind] + WORDS))
    assert "passed along the main street" in reading.text
    if "10,000 deep" in kind:
        assert "256 deep" in reading.problems[0]
    if "attributes" in kind:
        assert "attributes" in reading.problems[0]
    if kind == "NULs":
        assert "control characters" in reading.problems[0]


def test_a_page_of_too_many_elements_is_taken_whole() -> None:
    reading = read(page("<p>word</p>" * 50_001))
    assert "50,000 elements" in reading.problems[0]
    assert reading.text.count("word") == 50_001


def test_a_page_without_words_says_so() -> None:
    reading = read("<html><body><script>document.write('<p>hello</p>')</script></body></html>")
    assert reading.text == ""
    assert "without running its scripts" in reading.problems[0]


UKRAINIAN = "<p>Демонстрація пройшла головною вулицею міста у вівторок і завершилася на площі біля ратуші.</p>"


@pytest.mark.parametrize(
    ("data", "charset", "problem", "why"),
    [
        (page(UKRAINIAN * 4).encode(), "utf-8", "", "as declared"),
        (page(UKRAINIAN * 4).encode(), "", "", "UTF-8 needs no word"),
        (page(UKRAINIAN * 4, '<meta charset="windows-1251">').encode("cp1251"), "", "", "declared by the page"),
        (
            page(UKRAINIAN * 4, '<meta http-equiv="Content-Type" content="text/html; charset=koi8-u">').encode(
                "koi8-u"
            ),
            "",
            "",
            "old form",
        ),
        (page(UKRAINIAN * 4).encode("utf-16"), "", "", "a byte order mark"),
        (
            page(UKRAINIAN * 4, '<meta charset="utf-8">').encode("utf-16"),
            "utf-8",
            "",
            "the mark wins over what is declared",
        ),
        (page(UKRAINIAN * 4, '<meta charset="utf-16">').encode(), "", "", "a page readable as bytes is not in UTF-16"),
        (page(UKRAINIAN * 4).encode("cp1251"), "utf-8", "cannot be read so", "wrongly declared"),
        (page(UKRAINIAN * 4).encode("cp1251"), "no-such-thing", "is not one for text", "an unknown encoding"),
        (page(UKRAINIAN * 4).encode(), "zlib", "is not one for text", "a codec that unpacks"),
        (
            page(UKRAINIAN * 40).encode()[:-3] + b"\xd0",
            "utf-8",
            "1 characters could not be read",
            "cut inside a letter",
        ),
    ],
)
def test_encodings(data: bytes, charset: str, problem: str, why: str) -> None:
    reading = read(data, charset=charset)
    assert "Демонстрація пройшла головною вулицею" in reading.text, why
    assert reading.lang == "uk"
    assert problem in " ".join(reading.problems)
    assert bool(reading.problems) == bool(problem), reading.problems


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from(list("<>/!-=\"' &;#[]ptdivaimgx\0\n")), max_size=300))
def test_any_soup_is_read_or_refused(soup: str) -> None:
    reading = read(page(WORDS + soup))
    assert reading.text_sha256
    assert all(picture.name for picture in reading.pictures)


def _f1(ours: str, theirs: str) -> float:
    a, b = (Counter(re.findall(r"\w+", text.lower())) for text in (ours, theirs))
    return 2 * (a & b).total() / max(1, a.total() + b.total())


@pytest.mark.skipif(not DATA.exists(), reason="the pages of ../shared/data are not here (set FIRSTHAND_DATA)")
def test_real_pages_are_read() -> None:
    """Every sixth page of the collection is read, and the article is mostly what people marked as the article."""
    truth = json.loads((DATA / "ground-truth.json").read_text())
    files = sorted((DATA / "html").glob("*.html.gz"))[::6]
    scores = []
    for file in files:
        row = truth[file.name.removesuffix(".html.gz")]
        reading = read_page(
            gzip.decompress(file.read_bytes()), url=row.get("url", ""), gazetteer=Places(), settings=Settings()
        )
        scores.append(_f1(reading.text, row["articleBody"]))
    assert sum(scores) / len(scores) > 0.9
