"""What can stand in a casebook? Hypothesis strategies for cases, decisions and reports, nasty text included."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

import numpy as np
from hypothesis import strategies as st

from firsthand.matching.points import Points, pack
from firsthand.record.casefile_entries import SAME_SOURCE
from firsthand.record.casefile_ledger import FiledReport
from firsthand.record.cases import Appearance, Case, Claim, Kind, Picture, Review, Subject, Wording
from firsthand.record.checklist_templates import templates
from firsthand.record.checklists import ANSWER_FIELD, Checklist, Criterion, Met
from firsthand.record.decisions import Answer, Decision
from firsthand.record.entries import WHEN_FIELDS, Entry
from firsthand.record.findings import Comparison, Finding, Match, NotChecked, Reason, Report, Why
from firsthand.record.outcome import Outcome, Verdict
from firsthand.record.passages import WHOLE, Passage, Region
from firsthand.record.readings import Print
from firsthand.record.tips import Capture, CaptureState, Exhibit, Tip
from firsthand.record.when import parse

NASTY = (
    *(
        "no",
        "yes",
        "null",
        "~",
        "1:30",
        "0x1F",
        "1_000",
        "1e3",
        "2012-05-01",
        "- a",
        "a: b",
        "a #b",
        "#",
        "*x",
        "&x",
        "!t",
    ),
    *(
        "{",
        "]",
        "'",
        '"',
        "\\",
        "\\n",
        "%TAG",
        "---",
        "...",
        "<<",
        "=",
        "|",
        ">",
        "?",
        "@",
        "`",
        ",",
        " x",
        "x ",
        "a  b",
    ),
    *(
        "x\ny",
        "x\r\ny",
        "\n",
        "\t",
        "\x00",
        "\x7f",
        "\x85",
        "\u2028",
        "\u2029",
        "\ufeffx",
        "\u200bx",
        "\u202ex",
        "\ufffe",
    ),
    *(
        "Мітинг «1 травня»",
        "Η φωτογραφία του 2014",
        "й",
        "й",
        "İ",
        "ß",
        "👩‍👩‍👧",
        "𝔘𝔫𝔦",
        "\U0010ffff",
        "नमस्ते",
        "العربية",
    ),
)
EDTF = (
    *("2012-05-01", "2012-05", "2012", "2012-21", "198X", "19XX", "2012-05-XX", "2012~", "2012?", "2012-05/2012-06"),
    *("../1998", "2014/..", "2022-09-12T09:00Z", "2022-09-12T09:00", "0001", "9999-12-31"),
)

KEPT_POINTS = pack(
    Points(
        width=640,
        height=480,
        place=np.zeros((1, 2), np.float32),
        angle=np.zeros(1, np.uint8),
        size=np.zeros(1, np.uint8),
        code=np.ones((1, 2), np.uint64),
        mirrored=np.zeros((0, 2), np.uint64),
        numbers=np.zeros((0, 128), np.uint8),
        gray=np.zeros((24, 24), np.uint8),
    )
)
"""Points of a picture on file, as few as can be."""

characters = st.characters(exclude_categories=["Cs"])
texts = st.one_of(st.sampled_from(NASTY), st.text(characters, max_size=20))
words = texts.filter(lambda text: text.strip() != "")
sources = words.filter(lambda text: text.strip().casefold() not in SAME_SOURCE)
"""Who says so. "The same" is no name in a casefile, and Hypothesis draws from the words that stand in the source."""
langs = st.sampled_from(["", "en", "uk", "ru", "el", "sr-Latn"])
whens = st.one_of(st.none(), st.sampled_from(EDTF).map(parse))
moments = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 the zone is given beside
digests = st.text("0123456789abcdef", min_size=64, max_size=64)
ids = st.one_of(
    st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,12}", fullmatch=True),
    st.text(
        st.characters(categories=["L", "N"]).filter(lambda c: unicodedata.category(c)[0] in "LN"),
        min_size=1,
        max_size=12,
    ).filter(lambda text: text[0].isalnum()),
)
file_names = st.sampled_from(["may-day.jpg", "площа.png", "φωτό 1.webp", "sub/picture.jpg", "NUL.gif"])


def entries(subject: str) -> st.SearchStrategy[Entry]:
    fields = st.sampled_from(["taken", "place", "event", "founded", "works-with", "своє поле", "no", "1"])
    return fields.flatmap(
        lambda field: st.builds(
            Entry,
            subject=st.just(subject),
            field=st.just(field),
            value=st.sampled_from(EDTF) if field in WHEN_FIELDS else words,
            source=sources,
            since=st.sampled_from([None, parse("1990"), parse("199X"), parse("../1998")]),
            until=st.sampled_from([None, parse("2000-05"), parse("2014/.."), parse("2012~")]),
            within=st.lists(texts.filter(bool), max_size=2).map(tuple),
            **dict.fromkeys(("words", "url", "capture", "note"), texts),
            lang=langs,
        )
    )


def claims(id: str) -> st.SearchStrategy[Claim]:
    wordings = st.lists(st.builds(Wording, words, langs), max_size=2).map(tuple)
    return st.builds(Claim, st.just(id), words, langs, texts, whens, wordings)


parts = st.one_of(st.just(WHOLE), st.builds(Region, st.just(0.1), st.floats(0, 0.4), st.just(1 / 3), st.floats(0.5, 1)))
prints = st.builds(Print, parts, digests, st.integers(0, 100), st.sampled_from([b"", KEPT_POINTS]))


def pictures(id: str) -> st.SearchStrategy[Picture]:
    """Pictures of which only the hash is known, or the prints: their bytes are not on file."""
    held = st.lists(entries(id), max_size=3).map(tuple)
    given = st.lists(prints, max_size=2).map(tuple)
    return st.builds(Picture, st.just(id), st.one_of(st.just(""), file_names), digests, held, texts, given)


def subjects(id: str) -> st.SearchStrategy[Subject]:
    names = st.dictionaries(langs.filter(bool), st.lists(words, min_size=1, max_size=2).map(tuple), max_size=2)
    held = st.lists(entries(id), max_size=3).map(tuple)
    return st.builds(Subject, st.just(id), st.sampled_from(Kind), names, held, texts)


def criteria(checklist: str, id: str, text: str = "") -> st.SearchStrategy[Criterion]:
    subject = f"{checklist}/{id}"
    answers = st.builds(Entry, st.just(subject), st.just(ANSWER_FIELD), st.sampled_from(Met).map(str), sources)
    held = st.lists(st.one_of(entries(subject), answers), max_size=2).map(tuple)
    said = st.one_of(words, st.just(text)) if text else words
    return st.builds(Criterion, st.just(id), said, st.sampled_from(Met), texts, held)


@st.composite
def checklists(draw: st.DrawFn, id: str, of: list[str]) -> Checklist:
    """Checklists with criteria of their own, and with all those of a template: a casefile that leaves one out gains it."""
    template = templates().get(draw(st.sampled_from(["", *templates()])))
    shipped = {name: texts["en"] for name, texts in template.criteria.items()} if template else {}
    own = draw(st.lists(ids, min_size=0 if template else 1, max_size=2, unique=True))
    names = draw(st.permutations([*shipped, *(name for name in own if name not in shipped)]))
    held = tuple(draw(criteria(id, name, shipped.get(name, ""))) for name in names)
    about = draw(st.sampled_from(["", *of]))
    return Checklist(id, template.name if template else "", draw(words), draw(texts), about, held)


appearances = st.builds(Appearance, words, whens, whens, texts, texts, texts, texts, langs, texts)
reviews = st.builds(Review, words, st.sampled_from(Verdict), texts, texts, whens, texts, texts, langs)


@st.composite
def cases(draw: st.DrawFn, id: st.SearchStrategy[str] = ids) -> Case:
    """Whole cases with every part that a casefile can hold."""
    names = draw(st.lists(ids, max_size=5, unique=True))
    kinds = [draw(st.sampled_from([claims, pictures, subjects])) for _ in names]
    parts = [(kind, draw(kind(name))) for kind, name in zip(kinds, names, strict=True)]
    lists = draw(st.lists(ids.filter(lambda id: id not in names), max_size=1))
    return Case(
        draw(id),
        draw(words),
        draw(texts),
        draw(texts),
        *(tuple(thing for kind, thing in parts if kind is wanted) for wanted in (claims, pictures, subjects)),
        draw(st.lists(appearances, max_size=2).map(tuple)),
        draw(st.lists(reviews, max_size=2).map(tuple)),
        tuple(draw(checklists(name, names)) for name in lists),
    )


decisions = st.builds(Decision, words, words, st.sampled_from(Answer), words, moments, texts)

passages = st.builds(Passage, digests, st.just(0), st.just(3), texts)
regions = st.builds(Region, st.just(0.25), st.just(1 / 3), st.just(1.0), st.floats(0, 1))
reasons = st.builds(
    Reason, texts, texts, st.floats(-5, 5), st.one_of(st.none(), passages), st.none(), st.one_of(st.none(), regions)
)
findings = st.builds(
    Finding,
    st.sampled_from(["known-claim", "caption-date"]),
    st.sampled_from(Outcome),
    texts,
    texts,
    st.one_of(st.none(), st.builds(Match, words, st.floats(0, 1), st.lists(reasons, max_size=2).map(tuple))),
    st.lists(passages, max_size=2).map(tuple),
    st.lists(st.builds(Comparison, texts, texts, texts, texts, st.sampled_from(Outcome)), max_size=2).map(tuple),
    texts,
    st.one_of(st.none(), st.integers(0, 5)),
)
tips = st.builds(Tip, texts, texts, texts, caption=texts, published=whens, lang=langs)
captures = st.builds(
    Capture,
    texts,
    moments,
    st.sampled_from(CaptureState),
    st.lists(st.builds(Exhibit, digests, st.integers(0, 99))).map(tuple),
)
reports = st.builds(
    Report,
    tips,
    st.one_of(st.none(), captures),
    st.lists(findings, max_size=2).map(tuple),
    st.lists(st.builds(NotChecked, texts, st.sampled_from(Why), texts), max_size=2).map(tuple),
    texts,
    texts,
    moments,
)
filed_reports = st.builds(FiledReport, reports, texts, moments)
