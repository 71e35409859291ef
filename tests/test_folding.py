"""Does folding forget only case, marks and endings, and keep the way back to the text?"""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from firsthand.matching.folding import CYRILLIC_ENDINGS, UK_ENDINGS, fold, sentences, stem, stems, tip_key, words
from firsthand.matching.terms import says_little, terms


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_words_and_terms_lie_where_they_say_in_order(text: str) -> None:
    for found in (list(words(text)), terms(text)):
        assert all(fold(text[word.start : word.end]) == word.folded for word in found)
        ends = [0, *(word.end for word in found)]
        assert all(end <= word.start < word.end for end, word in zip(ends, found, strict=False))


@given(st.text())
def test_sentences_cover_all_that_is_not_white_space(text: str) -> None:
    spans = list(sentences(text))
    assert all(text[a:b] == text[a:b].strip() != "" for a, b in spans)
    inside = "".join(text[a:b] for a, b in spans)
    assert "".join(inside.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("ΣΗΜΑΊΑ", "σημαια", "Greek accents and capitals"),
        ("ός", "οσ", "the final sigma"),
        ("Ёлка", "елка", "ё is е"),
        ("so\u00adft", "soft", "an invisible hyphen"),
        ("ﬁre", "fire", "a ligature"),
        ("п’ять", "п'ять", "forms of the apostrophe"),
        ("hоspital", "hospital", "a Cyrillic о"),
        ("НОSРIТАL", "hospital", "capitals that look alike, most of them Cyrillic"),
        ("мэp", "мэр", "a Latin p"),
        ("лiкарня", "лікарня", "a Latin i"),
        ("mοney", "money", "a Greek omicron"),
        ("аррlе", "apple", "mostly Cyrillic, but only Latin has all letters"),
        ("ho\u200bspi\u2060tal", "hospital", "zero-width characters"),
        ("hos\u202epital\u2069", "hospital", "controls of direction"),
        ("𝐡𝐨𝐬𝐩𝐢𝐭𝐚𝐥", "hospital", "mathematical letters"),
    ],
)
def test_equal_when_folded(one: str, other: str, why: str) -> None:
    assert fold(one) == fold(other), why


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("COVIDом", "a foreign word with an ending"),
        ("QR-код", "two words of one script each"),
        ("μSv", "micro is not milli"),
        ("сор", "one script: Russian for quarrel or English for cop, nobody knows"),
        ("αлфа", "nothing passes between Greek and Cyrillic"),
        ("Wладимир", "no letter of the one looks like д or л, nor like w"),
    ],
)
def test_a_word_that_only_seems_to_mix_scripts_stays(word: str, why: str) -> None:
    assert fold(word) == word.casefold(), why


MIXED = st.text("aаopорсcеeiіtтkкmмαοιwдлbвHНxχΟА'-\u200b 1", max_size=12)


@given(MIXED)
def test_words_of_two_scripts_fold_once_and_whatever_their_case(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(text.upper()) == fold(text.lower()) == fold(text)


@given(MIXED)
def test_a_text_folds_as_its_words_do(text: str) -> None:
    assert fold(text).split() == [fold(word) for word in text.split() if fold(word).strip()]


FORMS = [
    ("", "прапор прапора прапором прапори прапорів", "Ukrainian, language unknown"),
    ("", "демонстрация демонстрации демонстрацию демонстраций", "Russian, language unknown"),
    ("ru", "демонстрация демонстрации демонстрацию", "Russian"),
    ("uk", "конфедерація конфедерації конфедерацією", "Ukrainian"),
    ("el", "συνομοσπονδία συνομοσπονδίας συνομοσπονδίες", "Greek"),
    ("en", "march marches marched marching", "English"),
]


@pytest.mark.parametrize(("lang", "forms", "why"), FORMS)
def test_forms_of_one_word_have_one_stem(lang: str, forms: str, why: str) -> None:
    assert len(set(stems(forms, lang))) == 1, why


ENDED = st.builds(str.__add__, st.text("абвгіиоуя'", max_size=6), st.sampled_from(["", *CYRILLIC_ENDINGS]))


@given(ENDED, st.sampled_from([("", CYRILLIC_ENDINGS), ("uk", UK_ENDINGS)]))
def test_a_cyrillic_word_loses_the_longest_ending_that_leaves_three_letters(
    word: str, asked: tuple[str, list[str]]
) -> None:
    lang, endings = asked
    fits = [ending for ending in endings if word.endswith(ending) and len(word) - len(ending) >= 3]
    assume(re.search("[а-яіїєґ]", word))
    assert stem(word, lang) == word.removesuffix(max(fits, key=len, default=""))


def test_short_words_are_left_alone() -> None:
    assert [stem(word) for word in ("їм", "на", "ту")] == ["їм", "на", "ту"]


@pytest.mark.parametrize(
    ("text", "folded", "why"),
    [
        ("see https://a.example/b?c=d now", ["see", "now"], "an address"),
        ("@desk says", ["desk", "says"], "a handle names somebody"),
        ("@OneName #OneTag", ["one", "name", "one", "tag"], "handles and tags are taken apart"),
        ("mail to me@a.example", ["mail", "to", "me", "a", "example"], "a mail address is no handle"),
        ("#OldMill2014 #ΠαλιόςΜύλος", ["old", "mill", "2014", "παλιοσ", "μυλοσ"], "tags"),
        ("ten-year-old OldMill", ["ten", "year", "old", "oldmill"], "hyphens; no tag, no seams"),
    ],
)
def test_terms(text: str, folded: list[str], why: str) -> None:
    assert [term.folded for term in terms(text)] == folded, why


def test_words_that_say_little_are_known_in_four_languages() -> None:
    assert all(says_little(fold(word)) for word in ("the", "який", "который", "στην"))
    assert not says_little("прапор")


def test_the_key_of_a_tip_ignores_how_it_is_written() -> None:
    assert tip_key("They SOLD  the mill!") == tip_key("they sold the mill") != tip_key("the mill they sold")
