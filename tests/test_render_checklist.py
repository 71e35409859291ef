"""Is a checklist shown apart from what is held against the tip, in the reader's words, and is its absence told quietly?"""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import html

import report_values as values
from firsthand import render
from firsthand.record.checklist_templates import LANGUAGES as SHIPPED
from firsthand.record.checklist_templates import templates
from firsthand.record.findings import NotChecked, Why
from firsthand.rendering.words import LANGUAGES, words

NONE = NotChecked("checklist", Why.NO_RECORD, "No case that the tip is held to be about has a checklist.")


def tree(shown: values.Shown, lang: str = "en") -> html.HtmlElement:
    page = render.to_html(shown.report, shown.reading, shown.leads, pictures=shown.pictures, lang=lang)
    return html.document_fromstring(page)


def text(shown: values.Shown) -> str:
    return render.to_text(shown.report, shown.reading, shown.leads, colour=False, width=100)


def said(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_has_a_table_of_criteria_in_the_readers_language(lang: str) -> None:
    root, catalogue = tree(values.voted(), lang), words(lang)
    (section,) = root.xpath("//section[@id='checklists']")
    assert said(section.xpath(".//h2")[0]) == catalogue["checklist.heading"]
    cells = [[said(cell) for cell in row.xpath("./th|./td")] for row in section.xpath(".//tbody/tr")]
    vote = templates()["vote"].criteria
    evidence = catalogue["table.evidence"]
    assert cells == [
        [vote["secrecy"][lang], catalogue["answer.not-met"], f"the harbour paper ({evidence} 1)"],
        [vote["secrecy"][lang], catalogue["answer.met"], f"{catalogue['source.unnamed']} ({evidence} 2)"],
        [vote["observers"][lang], catalogue["answer.unknown"], catalogue["source.none"]],
        ["It did not rain.", catalogue["answer.met"], f"a diary ({evidence} 3)"],
    ]


def test_criteria_are_not_held_against_the_tip() -> None:
    root = tree(values.voted())
    assert not root.xpath("//section[@id='against']")
    assert root.xpath("//section[@id='checklists']//a[@href='https://paper.example/1']")
    (banner,) = root.xpath("//div[contains(@class, 'verdict')]")
    assert "criteria" not in said(banner)


def test_evidence_of_a_criterion_names_it() -> None:
    evidence = said(tree(values.voted()).xpath("//ol[@class='ev']")[0])
    assert "Answer: Not met (The ballot was secret, in the booth and in the box.) no booths" in evidence


def test_the_terminal_tells_answer_criterion_and_source() -> None:
    lines = text(values.voted()).splitlines()
    start = lines.index("    not met   The ballot was secret, in the booth and in the box.")
    assert lines[start + 1 : start + 8] == [
        "              according to the harbour paper",
        "      https://paper.example/1",
        "    met       The ballot was secret, in the booth and in the box.",
        "              according to an unnamed source",
        "    unknown   Observers from the country and from abroad could watch every stage.",
        "              no source on file",
        "    met       It did not rain.",
    ]


def test_json_carries_rows_and_comes_back() -> None:
    report = values.voted().report
    plain = render.to_plain(report)
    assert [row["held"] for row in plain["findings"][1]["compared"]] == ["not met", "met", "unknown", "met"]
    assert render.report_from_plain(plain) == report


@pytest.mark.parametrize("lang", LANGUAGES)
def test_that_there_is_none_takes_one_line(lang: str) -> None:
    shown = values.unrelated()
    other = replace(shown.report, not_checked=(*shown.report.not_checked, NONE))
    assert other.exit_status == 0
    catalogue, root = words(lang), tree(replace(shown, report=other), lang)
    (section,) = root.xpath("//section[@id='unchecked']")
    assert f"{catalogue['unchecked.no-record']}: {catalogue['check.checklist']}." in [
        said(p) for p in section.xpath("./p")
    ]
    assert NONE.reason not in said(root)
    lines = text(replace(shown, report=other)).splitlines()
    assert "  – Nothing to compare with: Checklists." in lines
    assert len(lines) == len(text(shown).splitlines()) + 1


def test_a_report_with_nothing_else_unchecked_has_the_heading() -> None:
    shown = values.told_rightly()
    root = tree(replace(shown, report=replace(shown.report, not_checked=(NONE,))))
    assert root.xpath("//nav//a[@href='#unchecked']")
    assert root.xpath("//section[@id='unchecked']")


def test_a_failure_of_the_check_is_told_at_length() -> None:
    shown = values.unrelated()
    failed = replace(NONE, why=Why.FAILED)
    assert NONE.reason in text(replace(shown, report=replace(shown.report, not_checked=(failed,))))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_answer_and_heading_has_a_word(lang: str) -> None:
    catalogue = words(lang)
    keys = "check.checklist checklist.heading checklist.note answer.met answer.not-met answer.unknown source.none"
    assert all(catalogue[key].strip() for key in keys.split())


def test_templates_and_pages_speak_the_same_languages() -> None:
    from firsthand.commands.checklist import LANGUAGES as OFFERED

    assert SHIPPED == LANGUAGES == OFFERED
