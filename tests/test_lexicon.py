"""Does the lexicon find words across languages, say what it lacks, and bear broken lists? With small lists made here."""

from __future__ import annotations

import gzip
import string
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.index.dictd import DictionaryError, entries
from firsthand.index.lexicon import Lexicon, lacking, open_lexicon
from firsthand.index.lexicon_apertium import word_pairs
from firsthand.index.lexicon_build import _add_cognates
from firsthand.index.lexicon_cognates import cognates
from firsthand.index.lexicon_entries import freedict, mueller, see_also
from firsthand.index.lexicon_forms import form_stems
from firsthand.index.lexicon_sources import KNOWN, installed
from firsthand.index.lexicon_tables import LEAST, Table, Tables, composed, firmest, merged
from firsthand.index.postings import stable_key
from firsthand.matching.folding import fold
from firsthand.matching.terms import term_stem

SIGNS = string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/"

HARBOUR = """harbour
   [x]
   1. _n.
      1) гавань, порт; a harbour bell портовый колокол; колокол
      2) _уст. приют (чего-л.)
   2. _v.
      1) укрывать
         а) прятать; to hide укрыть;
         б) таить
"""
BOTH = "march\n   [x] _n. 1) марш; 2; я\n"
PARADE = "parade\n   [x] _n. парад; это; я; 2\n"
RANG = "rang\n   [x] _p. от ring\n"
RING = "ring\n   [x] _n. кольцо; звон\n"
GREEK = "λιμάνι /x/ <n>\nharbour, port\nουσιαστικό για πλοία\n"


def number(value: int) -> str:
    signs = SIGNS[value % 64]
    while value := value // 64:
        signs = SIGNS[value % 64] + signs
    return signs


def write_dictionary(index: Path, texts: list[str]) -> None:
    """A dictd dictionary of these entries, the headword on the first line of each."""
    index.parent.mkdir(parents=True, exist_ok=True)
    body, lines = b"", []
    for text in texts:
        packed = text.encode()
        lines.append(f"{text.split()[0]}\t{number(len(body))}\t{number(len(packed))}\n")
        body += packed
    index.write_text("".join(lines), encoding="utf-8")
    index.with_suffix(".dict.dz").write_bytes(gzip.compress(body))


def path_of(root: Path, name: str) -> Path:
    return root / next(known.path for known in KNOWN if known.name == name)


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    root = tmp_path_factory.mktemp("lists")
    write_lists(root)
    return open_lexicon(root / "cache", root)


def write_lists(tmp_path: Path) -> None:
    write_dictionary(path_of(tmp_path, "mueller7"), [HARBOUR, RANG, RING, BOTH, PARADE])
    write_dictionary(path_of(tmp_path, "freedict-ell-eng"), [GREEK])
    words = path_of(tmp_path, "hunspell-uk")
    words.parent.mkdir(parents=True)
    words.write_text("2\nгавань/ab\nукривати/c\n", encoding="utf-8")


def key(word: str) -> int:
    return stable_key(term_stem(fold(word)))


def weight(lexicon: Lexicon, ours: str, theirs: str) -> float:
    asked, keys, weights = lexicon.translations(np.array([0, key(ours)], np.uint64))
    assert set(asked) <= {1}, "the first key stands for no word"
    return max((float(w) for k, w in zip(keys, weights, strict=True) if int(k) == key(theirs)), default=0.0)


PAIRS = [
    ("harbour", "гавань", 0.9, "the first word of the first sense"),
    ("гавань", "harbour", 0.9, "and the other way round"),
    ("harbor", "гавань", 0.8, "the American spelling"),
    ("rang", "кольцо", 0.8, "an irregular form, explained by its word"),
    ("λιμάνι", "harbour", 0.9, "Greek and English"),
    ("λιμάνι", "гавань", 0.3, "Greek and Russian by way of English"),
    ("укривати", "укрывать", 0.5, "a Ukrainian cognate"),
    ("укривати", "harbour", 0.3, "Ukrainian and English by way of Russian"),
    ("укривав", "harbour", 0.3, "a form that the stemmer keeps apart"),
    ("червня", "June", 0.5, "a month, from CLDR"),
    ("Греция", "Ελλάδα", 0.5, "a country, from CLDR"),
]


@pytest.mark.parametrize(("ours", "theirs", "least", "why"), PAIRS)
def test_words_meet_across_languages(lexicon: Lexicon, ours: str, theirs: str, least: float, why: str) -> None:
    assert weight(lexicon, ours, theirs) >= least, why


def test_examples_are_no_translations_and_old_senses_weigh_less(lexicon: Lexicon) -> None:
    assert weight(lexicon, "harbour", "колокол") == 0
    assert 0 < weight(lexicon, "harbour", "приют") < 0.6 < weight(lexicon, "harbour", "порт")


@pytest.mark.parametrize(
    ("ours", "theirs", "why"),
    [
        ("march", "2", "a number of a sense"),
        ("parade", "я", "a single letter"),
        ("parade", "2", "a number alone"),
        ("May", "травень", "a month that is a little word too"),
        ("укривати", "укривать", "a stem is no translation of itself"),
    ],
)
def test_numbers_letters_and_names_that_are_little_words_are_no_translations(
    lexicon: Lexicon, ours: str, theirs: str, why: str
) -> None:
    assert weight(lexicon, ours, theirs) == weight(lexicon, theirs, ours) == 0, why
    assert weight(lexicon, "march", "марш") > 0 < weight(lexicon, "parade", "парад")


def test_a_little_word_weighs_less() -> None:
    tables = Tables()
    for word in ("парад", "это"):
        tables.add_phrases(("en", "ru"), "parade", word, 0.8)
    assert tables.table("en", "ru").weights.tolist() == pytest.approx([0.8, 0.64], abs=1e-3)


def test_a_cognate_weighs_less_than_a_listed_translation(lexicon: Lexicon) -> None:
    assert 0 < weight(lexicon, "укривати", "укрывать") < weight(lexicon, "harbour", "гавань")


def test_a_cognate_stands_back_where_a_list_translates() -> None:
    tables = Tables()
    tables.add_phrases(("ru", "uk"), "магазин", "крамниця", 0.9)
    for word in ("крамница", "укрывать"):
        tables.add_phrases(("en", "ru"), "shelter", word, 0.5)
    _add_cognates(tables, ["крамниця", "укривати"])
    cognate, listed = tables.left("uk", "ru"), tables.table("uk", "ru")
    assert cognate == {term_stem(fold(word)) for word in ("крамниця", "укривати")}
    assert len(listed) == 2, "the shop has its translation and no cognate beside it"


ROWS = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(1, 64).map(lambda part: part / 65)), max_size=40
)


@given(ROWS, ROWS)
def test_tables_agree_with_plain_loops(
    first: list[tuple[int, int, float]], second: list[tuple[int, int, float]]
) -> None:
    doubts: dict[tuple[int, int], float] = {}
    for ours, theirs, weight in first + second:
        doubts[ours, theirs] = doubts.get((ours, theirs), 1.0) * (1 - weight)
    whole = merged([table(first), table(second)])
    assert list(pairs(whole)) == sorted(doubts)
    assert list(pairs(whole).values()) == pytest.approx([1 - doubts[pair] for pair in sorted(doubts)], abs=1e-3)
    told = pairs(firmest(whole, 2))
    for ours in {pair[0] for pair in doubts}:
        row = sorted((weight for pair, weight in pairs(whole).items() if pair[0] == ours), reverse=True)
        kept = [weight for pair, weight in told.items() if pair[0] == ours]
        assert kept == pytest.approx(row[:2], abs=1e-4)


@given(ROWS, ROWS)
def test_a_way_by_a_third_language_is_the_best_of_all(
    first: list[tuple[int, int, float]], second: list[tuple[int, int, float]]
) -> None:
    tables = merged([table(first)]), merged([table(second)])
    one, two = pairs(tables[0]), pairs(tables[1])
    best: dict[tuple[int, int], float] = {}
    for (ours, middle), weight in one.items():
        for (between, theirs), further in two.items():
            if middle == between:
                best[ours, theirs] = max(best.get((ours, theirs), 0.0), 0.7 * weight * further)
    found = pairs(composed(*tables, 0.7, 99))
    clear = {pair: weight for pair, weight in best.items() if abs(weight - LEAST) > 1e-3}
    assert {pair for pair, weight in clear.items() if weight > LEAST} == {pair for pair in found if pair in clear}
    assert all(weight == pytest.approx(best[pair], abs=1e-3) for pair, weight in found.items())


def table(rows: list[tuple[int, int, float]]) -> Table:
    ours, theirs, weights = zip(*rows, strict=True) if rows else ((), (), ())
    return Table(np.array(ours, np.int64), np.array(theirs, np.int64), np.array(weights, np.float32))


def pairs(rows: Table) -> dict[tuple[int, int], float]:
    return {(a, b): w for a, b, w in zip(rows.ours.tolist(), rows.theirs.tolist(), rows.weights.tolist(), strict=True)}


def test_every_weight_lies_between_nothing_and_one(lexicon: Lexicon) -> None:
    asked, keys, weights = lexicon.translations(np.array([key(pair[0]) for pair in PAIRS], np.uint64))
    assert len(asked) == len(keys) == len(weights) >= len(PAIRS)
    assert ((weights > 0) & (weights <= 1)).all()


LACKS = [
    (("mueller7",), "ru", "en", ""),
    (("mueller7",), "el", "en", "Greek-English word list is installed: `apt install dict-freedict-ell-eng"),
    (("mueller7",), "uk", "en", "`apt install apertium-rus-ukr hunspell-uk`"),
    (("mueller7", "hunspell-uk"), "uk", "en", ""),
    ((), "en", "ru", "No English-Russian word list is installed: `apt install mueller7-dict dict-freedict-eng-rus`."),
    ((), "en", "en", ""),
    ((), "en", "de", ""),
]


@pytest.mark.parametrize(("names", "lang_from", "lang_to", "said"), LACKS)
def test_it_says_which_word_list_is_lacking(names: tuple[str, ...], lang_from: str, lang_to: str, said: str) -> None:
    sentence = lacking(names, lang_from, lang_to)
    assert said in sentence
    assert bool(said) == bool(sentence)


def test_a_list_installed_later_makes_a_new_file_and_a_broken_one_is_named(tmp_path: Path) -> None:
    said: list[str] = []
    write_lists(tmp_path)
    for _ in range(2):
        assert open_lexicon(tmp_path / "cache", tmp_path, said.append).problems == ()
    assert len(said) == 1, "the second time it opens what it kept"
    write_dictionary(path_of(tmp_path, "freedict-eng-ell"), ["quay /x/\n\nπροκυμαία\n"])
    path_of(tmp_path, "mueller7").write_bytes(b"harbour\n")
    path_of(tmp_path, "hunspell-uk").write_bytes(b"\xff\xfe\xfa")
    lexicon = open_lexicon(tmp_path / "cache", tmp_path, said.append)
    assert weight(lexicon, "quay", "προκυμαία") > 0
    assert lexicon.sources == ("freedict-eng-ell", "freedict-ell-eng")
    assert [any(name in problem for problem in lexicon.problems) for name in ("mueller7", "uk_UA")] == [True, True]
    assert "apt install mueller7-dict" in lexicon.lacking("ru", "en")
    assert len(said) == 2


BROKEN = [
    (".dict.dz", b"no gzip at all", "not packed"),
    (".dict.dz", gzip.compress(bytes(range(256)) * 9)[:40], "cut short"),
    (".index", b"harbour\tA\t////\n", "an offset outside the text"),
    (".index", b"harbour\n", "a line without a place"),
    (".index", b"harbour\t?\tA\n", "no digit of base 64"),
]


@pytest.mark.parametrize(("suffix", "data", "why"), BROKEN)
def test_a_broken_dictionary_is_an_error_that_names_it(tmp_path: Path, suffix: str, data: bytes, why: str) -> None:
    index = tmp_path / "small.index"
    write_dictionary(index, [RING])
    assert list(entries(index)) == [("ring", RING)]
    index.with_suffix(suffix).write_bytes(data)
    with pytest.raises(DictionaryError, match=r"small.*Install"):
        pytest.fail(f"{why}: {list(entries(index))}")


@pytest.mark.parametrize("data", [b"", b"LTTB", b"LTTB" + bytes(8) + b"\xff", b"something else"])
def test_a_broken_transducer_is_an_error_that_names_it(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "small.bin"
    path.write_bytes(data)
    with pytest.raises(DictionaryError, match=r"small\.bin"):
        word_pairs(path)


def test_without_any_list_the_names_remain(tmp_path: Path) -> None:
    lexicon = open_lexicon(tmp_path / "cache", tmp_path)
    assert (lexicon.sources, lexicon.problems) == ((), ())
    assert weight(lexicon, "Ukraine", "Украина") > 0


def test_a_missing_dictionary_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DictionaryError, match="Install its package again"):
        list(entries(tmp_path / "none.index"))


def test_entries_are_read_as_written() -> None:
    assert [said.phrase for said in mueller(HARBOUR)] == ["гавань", "порт", "приют", "укрывать", "прятать"]
    assert [said.phrase for said in freedict(GREEK, "en")] == ["harbour", "port"]
    assert see_also(RANG) == ["ring"]


COGNATES = [
    ("незалежність", "зависимость", False, "other words"),
    ("організація", "организация", True, "і and и, з and з"),
    ("рішення", "решение", True, "і and е, -ння and -ние"),
    ("відповідати", "отповедать", True, "від- and от-"),
    ("розклад", "расклад", True, "роз- and рас-"),
    ("кіт", "кот", True, "і and о"),
    ("кит", "кет", False, "и and е, too much for three letters"),
    ("вихор", "вехор", True, "и and е, at a price"),
    ("рада", "руда", False, "а is not у"),
]


@pytest.mark.parametrize(("ukrainian", "russian", "same", "why"), COGNATES)
def test_cognates_by_regular_letters(ukrainian: str, russian: str, same: bool, why: str) -> None:
    found = list(cognates([term_stem(fold(ukrainian))], [term_stem(fold(russian))]))
    assert bool(found) == same, why
    assert all(0 < weight <= 1 for _, _, weight in found)


FORMS = [
    ("участвовать", "участвуют", "ru"),
    ("заявить", "заявил", "ru"),
    ("являться", "является", "ru"),
    ("сказати", "сказав", "uk"),
    ("січень", "січня", "uk"),
    ("обстріл", "обстріли", "uk"),
]


@pytest.mark.parametrize(("word", "form", "lang"), FORMS)
def test_forms_go_under_the_stems_the_stemmer_gives_them(word: str, form: str, lang: str) -> None:
    assert term_stem(fold(form)) in form_stems(fold(word), lang)
    assert term_stem(fold(word)) not in form_stems(fold(word), lang)


def test_the_installed_lists() -> None:
    """Meetings that any edition of the real lists has; skipped where a list is not installed."""
    names = {known.name for known, _ in installed()}
    if missing := {"mueller7", "freedict-ell-eng", "apertium-rus-ukr"} - names:
        pytest.skip(f"word lists are not installed: {', '.join(sorted(missing))}")
    lexicon = open_lexicon()
    assert lexicon.problems == ()
    for ours, theirs in (
        ("война", "war"),
        ("government", "правительство"),
        ("κυβέρνηση", "government"),
        ("питання", "вопрос"),
    ):
        assert weight(lexicon, ours, theirs) > 0.3, (ours, theirs)
