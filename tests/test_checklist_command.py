"""Does `firsthand checklist` list what is shipped, and print what a casefile takes as it stands?"""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from firsthand.cli import firsthand, main
from firsthand.record.casefile import read_casefile
from firsthand.record.cases import Case
from firsthand.record.checklist_templates import LANGUAGES, templates
from firsthand.record.checklists import Met


def out(*arguments: str) -> str:
    done = CliRunner().invoke(firsthand, ["checklist", *arguments])
    assert done.exit_code == 0, done.output
    return done.output


def test_the_list_names_every_template() -> None:
    lines = out("list", "--lang", "uk").splitlines()
    assert [line.split()[0] for line in lines] == list(templates())
    assert lines[1].split() == ["vote", "9", "criteria", "Голосування"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["vote", "picture-provenance"])
def test_what_is_shown_can_be_pasted(name: str, lang: str) -> None:
    text = "firsthand: 1\ncase: {id: a, title: b}\n" + out("show", name, "--lang", lang)
    (document,) = read_casefile(text, "a.yaml", form="yaml")
    assert document.problems == ()
    assert isinstance(document.content, Case)
    (checklist,) = document.content.checklists
    template = templates()[name]
    assert (checklist.template, checklist.title) == (name, template.title[lang])
    held = {one.id: (one.text, one.answer) for one in checklist.criteria}
    assert held == {id: (texts[lang], Met.UNKNOWN) for id, texts in template.criteria.items()}


def test_it_says_after_whom_it_is_and_how_to_answer() -> None:
    comments = " ".join(line[2:] for line in out("show", "vote").splitlines() if line.startswith("# "))
    assert templates()["vote"].origin in comments
    assert "entries: [{field: answer, value: not met, source:" in comments


@pytest.mark.parametrize(
    ("name", "hint"), [("voet", "Did you mean 'vote'?"), ("weather", "Shipped are: picture-provenance, vote.")]
)
def test_a_name_that_is_not_shipped_is_refused(name: str, hint: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["checklist", "show", name])
    assert end.value.code == 2
    assert capsys.readouterr().err == f"firsthand: There is no checklist {name!r}. {hint}\n"
