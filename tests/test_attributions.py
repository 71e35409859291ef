"""Who says what: rules by example, laws, speakers, and texts that are broken or hostile."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from bench.data import NoData, folder, need
from bench.hooks import quotes
from bench.voices_score import score
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution_rows import ROWS, Expected
from firsthand.attributing import reader_of
from firsthand.errors import ReadingError, UsageError
from firsthand.reading.attributions import read_attributions
from firsthand.reading.attributions_given import attributed
from firsthand.reading.speech_lexicon import LANGUAGES, expanded, lexicon
from firsthand.record.attributions import Attributed, Inferred, Speech

HERE = Path(__file__).parent


def said(found: Attributed) -> Expected:
    return [
        (one.source.exact if one.source else None, [part.exact for part in one.content], one.rule)
        for one in found.attributions
    ]


@pytest.mark.parametrize(("lang", "text", "expected", "why"), ROWS, ids=[f"{row[0]}: {row[3]}" for row in ROWS])
def test_rows(lang: str, text: str, expected: Expected, why: str) -> None:
    assert said(read_attributions(text, lang)) == expected, why


def test_shapes_and_speech_are_told() -> None:
    first, second, third = read_attributions(
        "“We go,” said Ilves. Ilves said they go. Ilves called it “a bad joke.”", "en"
    ).attributions
    assert (first.shape, first.speech) == ("QCQVS", Speech.DIRECT)
    assert (second.shape, second.speech) == ("SVC", Speech.INDIRECT)
    assert third.speech is Speech.MIXED


def test_pronouns_find_whom_they_mean_and_say_that_it_was_concluded() -> None:
    text = (
        "Mr. Anton Berg met Mrs. Olga Reim in Narva. “I sold the boat,” he said. She said that the boat had sunk. "
        "Ilves, who bought it, said nobody paid."
    )
    found = read_attributions(text, "en")
    names = [found.speakers[one.speaker].name for one in found.attributions]
    assert names == ["Anton Berg", "Olga Reim", "Ilves"]
    assert [one.inferred for one in found.attributions] == [Inferred.PRONOUN, Inferred.PRONOUN, Inferred.NO]


def test_mentions_of_one_speaker_are_merged() -> None:
    text = (
        "Marta Ilves, head of the fishers' union, said the boats were old. Ilves said nobody checked them. "
        "The National Fishing Authority said it would. The NFA said so twice: “We will.”"
    )
    found = read_attributions(text, "en")
    assert [speaker.name for speaker in found.speakers] == ["Marta Ilves", "National Fishing Authority"]
    assert "head of the fishers' union" in [passage.exact for passage in found.speakers[0].described]


def test_inflected_names_are_one_speaker() -> None:
    text = "За словами Марти Ільвес, човни старі. «Ніхто їх не перевіряв», — сказала Марта Ільвес."
    assert len(read_attributions(text, "uk").speakers) == 1


def test_the_asker_is_not_merged_with_a_namesake() -> None:
    found = read_attributions("Hanna Berg said it sank. Anton Berg said it was sold. Berg said that it was old.", "en")
    assert [speaker.name for speaker in found.speakers] == ["Hanna Berg", "Anton Berg"]


@pytest.mark.parametrize(
    ("lang", "text", "outlet"),
    [
        ("en", "Ilves told Reuters the boats were old.", "Reuters"),
        ("en", "“They are old,” Ilves said in an interview with CNN.", "CNN"),
        ("en", "Ilves told the court the boats were old.", None),
        ("uk", "Ільвес розповіла УНІАН, що човни старі.", "УНІАН"),
    ],
)
def test_through_whom_the_words_came(lang: str, text: str, outlet: str | None) -> None:
    (one,) = read_attributions(text, lang).attributions
    assert (one.via.exact if one.via else None) == outlet


def test_what_is_quoted_to_be_refuted_is_marked() -> None:
    text = "A page showed it with the false caption: “The union marched against the square.” “We were not there,” Ilves said."
    found = read_attributions(text, "en")
    assert not found.attributions[-1].refuted
    assert all(one.refuted for one in found.attributions[:-1])


def test_a_language_without_words_is_said() -> None:
    found = read_attributions("Sie sagte, die Boote seien alt.", "de")
    assert not found.supported_lang
    assert not found.attributions


MARKS = st.sampled_from(
    [*list("\"'“”„«»‘’—–-:,.?!…()[]\n "), "''", " said ", " Ilves ", " he ", " that ", " сказав ", " що ", "— "]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(MARKS | st.text(max_size=6), max_size=60).map("".join), st.sampled_from(LANGUAGES))
def test_every_passage_stands_in_the_text(text: str, lang: str) -> None:
    found = read_attributions(text, lang)
    for one in found.attributions:
        assert one.content
        assert all(part.stands_in(text) for part in (*one.content, *filter(None, (one.source, one.cue, one.via))))
        assert -1 <= one.speaker < len(found.speakers)
        assert [part.start for part in one.content] == sorted(part.start for part in one.content)
    for speaker in found.speakers:
        assert all(part.stands_in(text) for part in (*speaker.mentions, *speaker.described))
    assert found == read_attributions(text, lang)


@pytest.mark.parametrize(
    "piece",
    [
        '"',
        "“",
        "«a, — сказав b. — ",
        "He said. ",
        "X: y\n",
        "a",
        "(",
        "that ",
        "X Y said it. ",
        '"a." ',
        "— a, — сказав B. — c\n",
    ],
)
def test_hostile_texts_come_to_an_end(piece: str) -> None:
    # A tenth of what a page may hold; what grows with the square of the length does not end here.
    text = piece * (200_000 // len(piece))
    for lang in ("en", "uk"):
        assert read_attributions(text, lang).supported_lang


def test_an_article_that_is_one_long_quotation() -> None:
    text = "“" + "This goes on and on. " * 400 + "”"
    assert not read_attributions(text, "en").attributions


def test_tables_and_posts_within_an_article() -> None:
    text = (
        "Team\tPoints\nNarva\t12\nReval\t9\n\n"
        '<blockquote>Marta Ilves (@ilves): boats are old</blockquote>\n\n"They are old," Ilves said.'
    )
    assert said(read_attributions(text, "en"))[-1] == ("Ilves", ['"They are old,"'], "before-quote")


def test_braces_stand_for_all_their_endings() -> None:
    assert expanded("sa{y,id{,st}}") == ["say", "said", "saidst"] or set(expanded("sa{y,id}")) == {"say", "said"}


def test_every_rule_is_told_in_the_docs() -> None:
    page = (HERE.parent / "docs" / "attributions.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE))
    assert told == {rule for _, _, expected, _ in ROWS for _, _, rule in expected} | {"after-quote"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_its_words(lang: str) -> None:
    words = lexicon(lang)
    assert {"V", "G", "R", "T", "C", "I"} <= set(words.words.values())
    assert "A" in {code for rows in words.phrases.values() for _, code in rows}


FLOORS = {
    # (joint F, direct F) on articles that people wrote who knew no rule; `bench voices` prints what is reached.
    "attributions_written.jsonl": {"en": (0.82, 0.88), "uk": (0.74, 0.9), "ru": (0.83, 0.9), "el": (0.7, 0.88)},
    "attributions_unseen.jsonl": {"en": (0.87, 0.88), "uk": (0.75, 0.9), "ru": (0.85, 0.93), "el": (0.76, 0.87)},
}


@pytest.mark.parametrize(("name", "lang"), [(name, lang) for name, langs in FLOORS.items() for lang in langs])
def test_floors(name: str, lang: str) -> None:
    records = [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]
    found = score([record for record in records if record["lang"] == lang], quotes)
    joint, direct = FLOORS[name][lang]
    assert found.joint_f >= joint, found
    assert found.direct_f >= direct, found


@pytest.mark.parametrize(
    ("name", "joint", "direct"), [("polnear_speech", 0.78, 0.91), ("hand_uk", 0.84, 0.0), ("hand_el", 0.82, 0.0)]
)
def test_floors_on_the_development_half(name: str, joint: float, direct: float) -> None:
    try:
        path = need(folder() / "quotes" / name / "dev.jsonl")
    except NoData as error:
        pytest.skip(str(error))
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found = score(records, quotes)
    assert found.joint_f >= joint, found
    assert found.direct_f >= direct, found


def a_model(text: str, lang: str) -> list[dict[str, object]]:
    at = text.index("boats")
    return [{"spans": [[at, at + 5]], "speaker_span": [0, 5], "source": "Marta Ilves", "type": "indirect"}]


def test_another_reader_comes_in_by_its_door() -> None:
    text = "Ilves said boats."
    found = reader_of(f"{__name__}:a_model")(text, "en", "")
    assert [speaker.name for speaker in found.speakers] == ["Marta Ilves"]
    assert found.attributions[0].content[0].stands_in(text)


@pytest.mark.parametrize("name", ["nowhere:read", "json:nothing", "json", ":", "json:__doc__"])
def test_a_reader_that_is_none(name: str) -> None:
    with pytest.raises(UsageError, match=r"reader of attributions|no function"):
        reader_of(name)


@pytest.mark.parametrize(
    "rows",
    [None, "text", [3], [{}], [{"spans": [[0, 99]]}], [{"spans": [[3, 1]]}], [{"spans": [["a", "b"]]}],
     [{"spans": [[0, 2]], "type": "sung"}], [{"spans": [[0, 2]], "cue": [-1, 2]}]],
)  # fmt: skip
def test_what_another_reader_says_is_not_trusted(rows: object) -> None:
    with pytest.raises(ReadingError):
        attributed("short", "en", rows)
