"""Is a quotation that is quoted to be refuted told from all others by the words around it?"""

from __future__ import annotations

import time

import pytest

from firsthand.reading.refuted import refuted

REFUTED = [
    ("en", "The photo went round with the false caption: [Dockers burn a flag].", "a false caption"),
    ("en", "Contrary to the claim that [the bridge was blown up], it stands.", "contrary to a claim"),
    ("en", "The post falsely claimed that [the mayor fled].", "falsely claimed"),
    ("en", "[The mayor fled] is a lie.", "a lie, behind it"),
    ("en", "[The harbour is closed] is untrue, the union wrote.", "untrue, behind it"),
    ("en", "All of it is fabrications. For example, a crowd with the caption: [They came for him].", "an example of lies"),
    ("en", "Another example of a clear lie: the author quotes a miner, [a hero of the war].", "an example of a lie"),
    ("uk", "Знімок поширили з фальшивим підписом: [Мер утік].", "фальшивий підпис"),
    ("uk", "[Мер утік] — це неправда.", "неправда після слів"),
    ("uk", "Всупереч твердженню, що [міст підірвано], він стоїть.", "всупереч"),
    ("ru", "Снимок разошёлся с ложной подписью: [Мэр бежал].", "ложная подпись"),
    ("ru", "[Мэр бежал] — это ложь.", "ложь после слов"),
    ("el", "Η φωτογραφία κυκλοφόρησε με την ψευδή λεζάντα: [Ο δήμαρχος έφυγε].", "ψευδής λεζάντα"),
    ("el", "[Ο δήμαρχος έφυγε] είναι ψέμα.", "ψέμα μετά"),
]  # fmt: skip

NOT_REFUTED = [
    ("en", "The mayor called the report a lie: [I never left the town].", "who refutes is quoted"),
    ("en", "The mayor said: [It is a lie].", "the word stands within"),
    ("en", "[I did not do it], a lie detector showed.", "a lie, but of something else"),
    ("en", "The caption read: [Dockers at the gate].", "a caption, not a false one"),
    ("en", "It was not a false caption: [Dockers at the gate].", "denied"),
    ("en", "She spoke of lies. [We were there], she said.", "lies, but no example of them"),
    ("en", "For example, he said: [We were there].", "an example, but of no lies"),
    ("en", "[The bridge stands], said the engineer.", "plain"),
    ("uk", "Мер назвав це брехнею: [Я нікуди не тікав].", "наведено того, хто спростовує"),
    ("uk", "Він сказав: [Це неправда].", "слово всередині"),
    ("ru", "Мэр назвал это ложью: [Я никуда не уезжал].", "цитируют опровергающего"),
    ("ru", "[Мост стоит], — сказал инженер.", "обычная речь"),
    ("el", "Ο δήμαρχος είπε: [Είναι ψέμα].", "μέσα στα λόγια"),
    ("fr", "C'est faux: [Le maire a fui].", "a language without lists"),
]  # fmt: skip


@pytest.mark.parametrize("marks", ['""', "«»", "“”"])
@pytest.mark.parametrize(("lang", "text", "why"), REFUTED, ids=lambda value: str(value)[:40])
def test_what_is_quoted_to_be_refuted_is_known(lang: str, text: str, why: str, marks: str) -> None:
    assert _of(text, lang, marks), why


@pytest.mark.parametrize("marks", ['""', "«»", "“”"])
@pytest.mark.parametrize(("lang", "text", "why"), NOT_REFUTED, ids=lambda value: str(value)[:40])
def test_all_else_is_left_alone(lang: str, text: str, why: str, marks: str) -> None:
    assert not _of(text, lang, marks), why


def _of(text: str, lang: str, marks: str) -> bool:
    """The same for the words alone as for the words with their marks."""
    quoted = text.replace("[", marks[0]).replace("]", marks[1])
    start, end = quoted.index(marks[0]), quoted.rindex(marks[1]) + 1
    inner, whole = refuted(quoted, (start + 1, end - 1), lang), refuted(quoted, (start, end), lang)
    assert inner == whole
    return whole


def test_a_long_text_around_costs_nothing() -> None:
    text = "a lie " * 200_000
    began = time.perf_counter()
    refuted(text, (600_000, 600_010), "en")
    assert time.perf_counter() - began < 1
