"""Is plain text read as it stands, and is what was lost on the way said?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.errors import ReadingError
from firsthand.matching.folding import digest
from firsthand.reading.raw_bytes import codec, media_of
from firsthand.reading.texts import decode, read_text
from firsthand.record.readings import ReadingKind
from firsthand.record.when import parse
from firsthand.settings import Settings

UKRAINIAN = "Мітинг пройшов на головній площі міста першого травня, сказав речник міської ради."


def test_a_text_with_its_date() -> None:
    published = parse("2012-05-02")
    reading = read_text("The march of 1 May 2012 was over by noon.", published=published, settings=Settings())
    assert (reading.kind, reading.lang, reading.published, reading.problems) == (ReadingKind.TEXT, "en", published, ())
    assert reading.text_sha256 == digest(reading.text)
    assert [(m.passage.exact, str(m.when)) for m in reading.dates] == [("1 May 2012", "2012-05-01")]
    assert all(m.passage.stands_in(reading.text) for m in reading.dates)


def test_the_given_language_wins() -> None:
    assert read_text("Мітинг на площі", lang="ru-RU", settings=Settings()).lang == "ru"


@pytest.mark.parametrize("text", ["", "  \n\t", "\u00a0"])
def test_no_text_is_an_error(text: str) -> None:
    with pytest.raises(ReadingError, match="empty"):
        read_text(text, settings=Settings())


def test_a_binary_file_is_not_text() -> None:
    text, _ = decode(bytes(range(256)) * 40)
    with pytest.raises(ReadingError, match="binary") as caught:
        read_text(text, settings=Settings())
    assert caught.value.hint


def test_control_characters_are_dropped_and_counted() -> None:
    reading = read_text("The march\x00 of the\x1b workers\r\nwas over\tby noon\ud800.", settings=Settings())
    assert reading.text == "The march of the workers\nwas over\tby noon."
    assert reading.problems == ("3 control characters in the text were left out.",)


def test_a_long_text_is_cut_and_the_cut_is_said() -> None:
    reading = read_text("the march of the workers " * 1000, settings=Settings(max_text_chars=500))
    assert len(reading.text) == 500
    assert "only the first 500" in reading.problems[0]


@pytest.mark.parametrize(
    ("data", "charset", "problem"),
    [
        (UKRAINIAN.encode(), "", ""),
        (UKRAINIAN.encode(), "utf8", ""),
        (b"\xef\xbb\xbf" + UKRAINIAN.encode(), "windows-1251", ""),
        (UKRAINIAN.encode("utf-16"), "", ""),
        (UKRAINIAN.encode("utf-32"), "", ""),
        (UKRAINIAN.encode("cp1251"), "windows-1251", ""),
        (UKRAINIAN.encode("koi8-u"), "KOI8-U", ""),
        (UKRAINIAN.encode("cp1251"), "", "does not say its encoding"),
        (UKRAINIAN.encode("cp1251"), "utf-8", "cannot be read so"),
        (UKRAINIAN.encode("cp1251"), "unicode_escape", "not one for text"),
        (UKRAINIAN.encode(), "bz2", "not one for text"),
    ],
)
def test_decode(data: bytes, charset: str, problem: str) -> None:
    text, problems = decode(data, charset)
    assert text == UKRAINIAN
    assert problem in " ".join(problems)
    assert bool(problems) == bool(problem)


def test_utf_16_without_a_mark_is_seen_in_its_zeros() -> None:
    english = "The march was over by noon."
    for name in ("utf-16-le", "utf-16-be"):
        assert decode(english.encode(name)) == (english, ())
        text, problems = decode(english.encode(name), "utf-8")
        assert text == english
        assert "written as UTF-16" in problems[0]


def test_one_broken_letter_does_not_change_the_encoding() -> None:
    text, problems = decode(UKRAINIAN.encode() * 3 + b"\xd0", "utf-8")
    assert text == UKRAINIAN * 3 + "\ufffd"
    assert problems == ("1 characters could not be read as utf-8 and were replaced.",)


@given(
    st.binary(max_size=400),
    st.sampled_from(["", "utf-8", "windows-1251", "utf-16", "utf-7", "big5", "rot13", "x\0y", "é", "idna"]),
)
def test_decode_never_raises(data: bytes, charset: str) -> None:
    text, problems = decode(data, charset)
    assert isinstance(text, str)
    assert all(said.endswith(".") for said in problems)


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"], blacklist_characters="\ufeff\0"), min_size=1))
def test_utf_8_comes_back_unchanged(text: str) -> None:
    assert decode(text.encode(), "utf-8") == (text, ())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("UTF-8", "utf-8"),
        ("iso-8859-1", "cp1252"),
        ('"windows-1251"', "cp1251"),
        ("gb2312", "gb18030"),
        ("utf-7", ""),
        ("zlib", ""),
        ("rot13", ""),
        ("punycode", ""),
        ("raw_unicode_escape", ""),
        ("", ""),
        ("a\0b", ""),
        ("x" * 10_000, ""),
    ],
)
def test_codec(name: str, expected: str) -> None:
    assert codec(name) == expected


@pytest.mark.parametrize(
    ("data", "expected", "why"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg", "JPEG"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp", "WebP"),
        (b"\x00\x00\x00\x20ftypavif", "image/avif", "AVIF"),
        (b"\x00\x00\x00\x20ftypheic", "image/heic", "HEIC"),
        (b"\x00\x00\x00\x20ftypisom", "video/mp4", "a film"),
        (b"BM\x36\x00\x00\x00\x00\x00", "image/bmp", "a bitmap"),
        (b"BMW workers marched on Tuesday", "text/plain", "words that begin like a bitmap"),
        (b"\xef\xbb\xbf<!DOCTYPE html><p>", "text/html", "a page behind a mark"),
        ("<p>Мітинг</p>".encode("utf-16"), "text/html", "a page in UTF-16"),
        (b'<?xml version="1.0"?>\n<!-- x -->\n<svg width="1">', "image/svg+xml", "a drawing behind a prologue"),
        (b"[1, 2]", "application/json", "JSON"),
        (b"", "", "nothing"),
        (bytes(range(32)) * 9, "", "binary of no known kind"),
    ],
)
def test_media_of(data: bytes, expected: str, why: str) -> None:
    assert media_of(data) == expected, why
