"""Are the voices of an article put together from its speakers, the casebook and an interview, and counted as they should be?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from firsthand.checks.voices import VoicesAsked, voices_of
from firsthand.index.gazetteer import PlaceBook, open_gazetteer
from firsthand.matching.folding import digest, passage
from firsthand.reading.attributions import read_attributions
from firsthand.reading.places import resolve
from firsthand.reading.voice_places import VoicePlaces
from firsthand.reading.wordlists import table
from firsthand.record.attributions import (
    Attributed,
    Attribution,
    Inferred,
    Interview,
    Participant,
    SelfTold,
    Speaker,
    Speech,
    Turn,
)
from firsthand.record.cases import Case, Kind, Subject
from firsthand.record.entries import Entry
from firsthand.record.leads import SubjectLead
from firsthand.record.passages import Passage
from firsthand.record.voices import Basis, Tier, Voice, VoiceKind
from firsthand.record.when import parse

TEXT = 'Olena Barvinko said: "We stay here." Barvinko told TASS that nobody left. "All is well," he said.'
DAY = "2022-06-01"


@pytest.fixture(scope="module")
def book() -> PlaceBook:
    return open_gazetteer()


def at(text: str, words: str, nth: int = 0) -> Passage:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return passage(text, start, start + len(words), digest(text))


def says(text: str, words: str, speaker: int = 0, **more: object) -> Attribution:
    return Attribution((at(text, words),), Speech.DIRECT, None, None, "SVC", "by hand", speaker, **more)  # type: ignore[arg-type]


def speaker(text: str, *mentions: str, named: bool = True) -> Speaker:
    return Speaker(mentions[0], tuple(at(text, mention) for mention in mentions), named)


def asked(book: PlaceBook, text: str = TEXT, about: str = "Ukraine", **more: object) -> VoicesAsked:
    who = speaker(text, "Olena Barvinko") if "Olena Barvinko" in text else speaker(text, text.split()[0])
    attributed = more.pop("attributed", Attributed(digest(text), "en", (says(text, text.split(". ")[0]),), (who,)))
    lang = str(more.pop("lang", "en"))
    where = resolve(about, (), book)[0]
    return VoicesAsked(text, lang, parse(DAY), attributed, where, book, **more)  # type: ignore[arg-type]


def on_file(
    *entries: Entry, kind: Kind = Kind.PERSON, id: str = "olena", name: str = "Olena Barvinko"
) -> dict[str, object]:
    case = Case("c1", "A case", subjects=(Subject(id, kind, {"en": (name,)}, entries),))
    lead = SubjectLead("c1", id, name, "en", at(TEXT, name))
    return {"leads": (lead,), "cases": (case,)}


def entry(field: str, value: str, since: str = "", until: str = "", *within: str) -> Entry:
    times = [parse(time) if time else None for time in (since, until)]
    return Entry("olena", field, value, "the desk", times[0], times[1], within or ("Ukraine",))


def only(asked: VoicesAsked) -> Voice:
    (voice,) = voices_of(asked)
    return voice


RECORD = [
    ([("based-in", "Kherson", "", "")], Basis.THERE, "no period"),
    ([("based-in", "Kherson", "2014", "")], Basis.THERE, "since then"),
    ([("based-in", "Kherson", "2014", "2022-03")], Basis.UNKNOWN, "ended before"),
    ([("based-in", "Kherson", "2023", "")], Basis.UNKNOWN, "begins later"),
    ([("based-in", "Kherson", "2014", "2022")], Basis.UNKNOWN, "may have ended"),
    ([("from", "Kherson", "", "")], Basis.FROM_THERE, "from there"),
    ([("born", "Kherson", "", "")], Basis.UNKNOWN, "a birthplace places nobody"),
    ([("works-with", "Kherson", "", "")], Basis.UNKNOWN, "nor does a body one works with"),
    ([("based-in", "Kherson", "2023", "2014")], Basis.UNKNOWN, "ends before it begins"),
]


@pytest.mark.parametrize(("rows", "expected", "why"), RECORD, ids=lambda x: x if isinstance(x, str) else "")
def test_the_record_at_the_date(
    book: PlaceBook, rows: list[tuple[str, str, str, str]], expected: Basis, why: str
) -> None:
    voice = only(asked(book, **on_file(*(entry(*row) for row in rows))))
    assert voice.basis is expected, why
    assert voice.subject == "c1/olena"
    assert all(ground.tier is Tier.DESK_RECORD and ground.source == "the desk" for ground in voice.grounds)


def test_a_move_is_followed(book: PlaceBook) -> None:
    moved = on_file(
        entry("based-in", "Kherson", "", "2022-03"),
        entry("based-in", "Warsaw", "2022-04", "", "Poland"),
        entry("from", "Kherson"),
    )
    voice = only(asked(book, **moved))
    assert (voice.basis, voice.country) == (Basis.FROM_THERE, "PL")
    assert only(replace(asked(book, **moved), published=parse("2021-01-01"))).basis is Basis.THERE


def test_the_record_goes_before_what_the_text_says(book: PlaceBook) -> None:
    text = 'Olena Barvinko, a resident of Kherson, said: "We stay."'
    plain = asked(book, text)
    assert only(plain).basis is Basis.THERE
    case = Case("c1", "", subjects=(Subject("o", Kind.PERSON, {}, (entry("based-in", "Warsaw", "", "", "Poland"),)),))
    lead = SubjectLead("c1", "o", "Olena Barvinko", "en", at(text, "Olena Barvinko"))
    voice = only(replace(plain, leads=(lead,), cases=(case,)))
    assert voice.basis is Basis.THIRD_PLACE
    assert [ground.tier for ground in voice.grounds] == [Tier.DESK_RECORD, Tier.ROLE], "the other is kept and shown"


@pytest.mark.parametrize("road", ["surname", "initials", "abbreviation"])
def test_a_surname_alone_is_nobody_on_file(book: PlaceBook, road: str) -> None:
    more = on_file(entry("based-in", "Kherson"))
    more["leads"] = tuple(replace(lead, road=road) for lead in more["leads"])  # type: ignore[attr-defined]
    assert only(asked(book, **more)).subject == ""


def test_two_subjects_of_one_name_are_neither(book: PlaceBook) -> None:
    more = on_file(entry("based-in", "Kherson"))
    (lead,), (case,) = more["leads"], more["cases"]  # type: ignore[misc]
    other = replace(case, id="c2")
    voice = only(asked(book, leads=(lead, replace(lead, case="c2")), cases=(case, other)))
    assert (voice.subject, voice.basis) == ("", Basis.UNKNOWN)


def test_speakers_of_one_subject_are_one_voice(book: PlaceBook) -> None:
    text = 'Olena Barvinko said: "Yes." "No," said O. Barvinko.'
    who = (speaker(text, "Olena Barvinko"), speaker(text, "O. Barvinko"))
    attributed = Attributed(
        digest(text), "en", (says(text, "Yes"), says(text, "No", 1, inferred=Inferred.PRONOUN)), who
    )
    case = Case("c1", "", subjects=(Subject("o", Kind.PERSON),))
    leads = tuple(SubjectLead("c1", "o", name, "en", at(text, name)) for name in ("Olena Barvinko", "O. Barvinko"))
    voice = only(asked(book, text, attributed=attributed, leads=leads, cases=(case,)))
    assert (voice.attributions, voice.quotations, voice.inferred, len(voice.mentions)) == ((0, 1), 2.0, 1, 2)
    apart = voices_of(asked(book, text, attributed=attributed))
    assert [voice.name for voice in apart] == ["Olena Barvinko", "O. Barvinko"]


NOT_THE_SUBJECT = [
    ("Olena Barvinko's brother", "Olena Barvinko", Kind.PERSON),
    ("a brother of Olena Barvinko", "Olena Barvinko", Kind.PERSON),
    ("spokesman for the Dockers' Guild", "Dockers' Guild", Kind.BODY),
    ("residents of Kherson", "Kherson", Kind.PLACE),
]


@pytest.mark.parametrize(("mention", "name", "kind"), NOT_THE_SUBJECT)
def test_who_only_has_to_do_with_a_subject(book: PlaceBook, mention: str, name: str, kind: Kind) -> None:
    text = f"The {mention} said nothing of it."
    attributed = Attributed(digest(text), "en", (says(text, "nothing of it"),), (speaker(text, mention, named=False),))
    case = Case("c1", "", subjects=(Subject("x", kind, {}, (entry("seat", "Warsaw", "", "", "Poland"),)),))
    lead = SubjectLead("c1", "x", name, "en", at(text, name))
    voice = only(asked(book, text, attributed=attributed, leads=(lead,), cases=(case,)))
    assert voice.subject == ""
    assert all(ground.tier is not Tier.DESK_RECORD for ground in voice.grounds)


def test_a_body_on_file_sits_in_its_seat(book: PlaceBook) -> None:
    text = "The Dockers' Guild said nothing of it."
    attributed = Attributed(digest(text), "en", (says(text, "nothing of it"),), (speaker(text, "The Dockers' Guild"),))
    case = Case("c1", "", subjects=(Subject("g", Kind.BODY, {}, (entry("seat", "Izmail"),)),))
    lead = SubjectLead("c1", "g", "Dockers' Guild", "en", at(text, "Dockers' Guild"))
    voice = only(asked(book, text, attributed=attributed, leads=(lead,), cases=(case,)))
    assert (voice.basis, voice.kind, voice.subject, voice.country) == (Basis.THERE, VoiceKind.BODY, "c1/g", "UA")


def test_what_is_quoted_to_be_refuted_is_nobodys(book: PlaceBook) -> None:
    plain = asked(book)
    rows = tuple(replace(one, refuted=True) for one in plain.attributed.attributions)
    assert voices_of(replace(plain, attributed=replace(plain.attributed, attributions=rows))) == ()


def test_quotations_without_a_speaker_are_one_unknown_voice(book: PlaceBook) -> None:
    rows = (says(TEXT, "We stay here", -1), says(TEXT, "All is well", -1))
    voice = only(asked(book, attributed=Attributed(digest(TEXT), "en", rows)))
    assert (voice.name, voice.basis, voice.quotations, voice.words, voice.named) == ("", Basis.UNKNOWN, 2.0, 6.0, False)


def test_voices_stand_in_the_order_in_which_they_speak(book: PlaceBook) -> None:
    who = (speaker(TEXT, "he"), speaker(TEXT, "Olena Barvinko"))
    rows = (says(TEXT, "We stay here", 1), says(TEXT, "All is well", 0))
    assert [voice.name for voice in voices_of(asked(book, attributed=Attributed(digest(TEXT), "en", rows, who)))] == [
        "Olena Barvinko",
        "he",
    ]


VIA = [("TASS", "RU"), ("Reuters", "GB"), ("УНІАН", "UA"), ("the Weekly Nobody", "")]


@pytest.mark.parametrize(("name", "country"), VIA)
def test_second_hand(book: PlaceBook, name: str, country: str) -> None:
    text = f"Olena Barvinko told {name} that nobody left."
    row = says(text, "nobody left", via=at(text, name))
    plain = asked(book, text, attributed=Attributed(digest(text), "en", (row, row), (speaker(text, "Olena Barvinko"),)))
    (edge,) = only(plain).via
    assert (edge.name, [place.key for place in edge.places]) == (name, [f"iso:{country}"] if country else [])
    assert only(replace(plain, outlet=name)).via == (), "an outlet is no intermediary of its own"


def test_an_intermediary_on_file_is_where_the_record_says(book: PlaceBook) -> None:
    row = says(TEXT, "nobody left", via=at(TEXT, "TASS"))
    attributed = Attributed(digest(TEXT), "en", (row,), (speaker(TEXT, "Olena Barvinko"),))
    more = on_file(entry("based-in", "Kyiv"), kind=Kind.OUTLET, id="tass", name="TASS")
    (edge,) = only(asked(book, attributed=attributed, **more)).via
    assert [place.name for place in edge.places] == ["Kyiv"]
    ended = on_file(entry("based-in", "Kyiv", "", "2001"), kind=Kind.OUTLET, id="tass", name="TASS")
    assert only(asked(book, attributed=attributed, **ended)).via[0].places == ()


TALK = (
    "Q: Who stays?\nA.D.: Nobody stays here now.\nA.D. and S.Sh.: We went together in the end.\nAnna Dorn, Semen Shost."
)


def interview(told: tuple[SelfTold, ...] = ()) -> Interview:
    people = (
        Participant("The Gazette", "Q", at(TALK, "Q"), asker=True),
        Participant("Anna Dorn", "A.D.", at(TALK, "Anna Dorn")),
        Participant("Semen Shost", "S.Sh.", at(TALK, "Semen Shost")),
    )
    turns = (
        Turn((0,), (at(TALK, "Who stays?"),), asker=True),
        Turn((1,), (at(TALK, "Nobody stays here now."),)),
        Turn((1, 2), (at(TALK, "We went together in the end."),)),
    )
    return Interview(people, turns, None, told)


def test_an_interview_counts_joint_answers_in_shares_and_the_asker_not_at_all(book: PlaceBook) -> None:
    anna, semen = voices_of(asked(book, TALK, attributed=Attributed(digest(TALK), "en"), interview=interview()))
    assert (anna.name, anna.turns, anna.quotations, anna.words) == ("Anna Dorn", (1, 2), 1.5, 7.0)
    assert (semen.name, semen.turns, semen.quotations, semen.words) == ("Semen Shost", (2,), 0.5, 3.0)


def test_the_roster_of_an_interview_tells_who_answers(book: PlaceBook) -> None:
    text = "Anna Dorn, a miner from Kherson.\nQ: Who stays?\nA.D.: Nobody stays here now."
    people = (Participant("Q", "Q", at(text, "Q"), asker=True), Participant("Anna Dorn", "A.D.", at(text, "Anna Dorn")))
    talk = Interview(people, (Turn((1,), (at(text, "Nobody stays here now."),)),))
    anna = only(asked(book, text, attributed=Attributed(digest(text), "en"), interview=talk))
    assert (anna.basis, anna.kind, anna.grounds[0].tier) == (Basis.FROM_THERE, VoiceKind.WORKER, Tier.ROLE)


def test_what_is_attributed_within_ones_own_answer_counts_once(book: PlaceBook) -> None:
    who = (speaker(TALK, "Anna Dorn"),)
    attributed = Attributed(digest(TALK), "en", (says(TALK, "stays here now"),), who)
    anna, _ = voices_of(asked(book, TALK, attributed=attributed, interview=interview()))
    assert (anna.attributions, anna.quotations) == ((), 1.5)


TOLD = [
    ("based-in", "2014", Basis.UNKNOWN, "it ended before the article"),
    ("based-in", "", Basis.THERE, "it holds"),
    ("from", "2014", Basis.FROM_THERE, "where one is from does not end"),
    ("born", "", Basis.UNKNOWN, "a birthplace places nobody"),
]


@pytest.mark.parametrize(("field", "until", "expected", "why"), TOLD)
def test_what_somebody_tells_of_himself(book: PlaceBook, field: str, until: str, expected: Basis, why: str) -> None:
    told = SelfTold("Anna Dorn", entry(field, "Kherson", "", until), at(TALK, "Nobody stays here now."))
    anna, semen = voices_of(asked(book, TALK, attributed=Attributed(digest(TALK), "en"), interview=interview((told,))))
    assert anna.basis is expected, why
    assert semen.basis is Basis.UNKNOWN, "nobody else tells it"
    assert all(ground.tier is Tier.SELF_DESCRIPTION and ground.words == told.passage for ground in anna.grounds)


def test_a_namesake_that_somebody_tells_of_is_settled_by_the_text(book: PlaceBook) -> None:
    donetsk = replace(entry("based-in", "Donetsk"), within=())
    for added, expected in [
        ("", Basis.UNKNOWN),
        ("\nOf Ukraine.", Basis.THERE),
        ("\nOf Ukraine and Russia.", Basis.UNKNOWN),
    ]:
        text = TALK + added
        told = SelfTold("Anna Dorn", donetsk, passage(text, 0, 1, digest(text)))
        plain = asked(book, text, attributed=Attributed(digest(text), "en"), interview=interview((told,)))
        assert voices_of(plain)[0].basis is expected, added


def test_with_no_date_an_end_tells_nothing(book: PlaceBook) -> None:
    undated = replace(asked(book, **on_file(entry("based-in", "Kherson", "", "2030"))), published=None)
    assert only(undated).basis is Basis.UNKNOWN
    assert only(replace(asked(book, **on_file(entry("based-in", "Kherson"))), published=None)).basis is Basis.THERE


def test_a_dateline_is_shown_where_it_stands(book: PlaceBook) -> None:
    text = "KHERSON, Ukraine - Residents said that the water was back."
    row = says(text, "the water was back")
    attributed = Attributed(digest(text), "en", (row,), (speaker(text, "Residents", named=False),))
    voice = only(asked(book, text, attributed=attributed, dateline="KHERSON, Ukraine"))
    assert voice.basis is Basis.THERE
    assert [(ground.tier, ground.words.exact if ground.words else "") for ground in voice.grounds] == [
        (Tier.DATELINE, "KHERSON, Ukraine")
    ]


HOSTILE = [
    "a" * 1_000_000,
    '"' * 1_000_000,
    "(" * 500_000 + ")" * 500_000,
    "Kherson " * 120_000,
    "of the " * 140_000,
    "A." * 500_000,
]


@pytest.mark.parametrize("filling", HOSTILE, ids=lambda text: text[:3])
def test_a_hostile_text_is_read_in_bounded_time(book: PlaceBook, filling: str) -> None:
    text = "Olena Barvinko, " + filling + " said it."
    mention = Passage("0" * 64, 0, 14, "Olena Barvinko")
    row = Attribution((mention,), Speech.DIRECT, mention, None, "SVC", "by hand", 0)
    attributed = Attributed("0" * 64, "en", (row,), (Speaker("Olena Barvinko", (mention,), True),))
    assert only(asked(book, text, attributed=attributed)).basis is Basis.UNKNOWN


def test_a_thousand_speakers_cost_no_square(book: PlaceBook) -> None:
    names = [f"Person{chr(97 + i // 26 % 26)}{chr(97 + i % 26)}{i}" for i in range(3000)]
    text = " ".join(f"{name} said so." for name in names)
    sha256 = digest(text)
    starts = [text.index(name) for name in names]
    mentions = [passage(text, start, start + len(name), sha256) for start, name in zip(starts, names, strict=True)]
    rows = tuple(Attribution((m,), Speech.DIRECT, m, None, "SV", "by hand", i) for i, m in enumerate(mentions))
    attributed = Attributed(sha256, "en", rows, tuple(Speaker(m.exact, (m,), True) for m in mentions))
    assert len(voices_of(asked(book, text, attributed=attributed))) == 3000


def test_every_state_of_the_lists_is_a_place(book: PlaceBook) -> None:
    places = VoicePlaces("", book)
    codes = {*table("demonyms")["demonyms"], *table("voices")["agencies"], *table("voices")["seats"]}
    codes |= {*table("voices")["members"], *table("voices")["parties"]}
    assert all(places.region(name, "US") for name in table("voices")["us_states"])
    assert len(table("voices")["us_states"]) == 50
    assert {code for code in codes if places.state(code) is None} == set()
    for code in table("voices")["capitals"]:
        state = places.state(code)
        assert state, code
        assert state.seat, code
        assert state.where.key == f"iso:{code}" in state.seat.areas(), code
    for towns in ("townspeople", "town_adjectives"):
        assert all(book.look_up(town) for town in table("voices")[towns])


def test_every_role_makes_a_kind() -> None:
    words = table("voices")
    assert {*words["roles"], "party"} == set(words["kinds"])
    assert {VoiceKind(kind) for kind in words["kinds"].values()} == set(VoiceKind)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Officials know that Ukraine has few pumps. They said it would rain.", [""]),
        ("Officials know that Ukraine has few pumps. It said it would rain.", ["Ukraine"]),
        ("Officials know that Frankfurt has few pumps. They said it would rain.", [""]),
        ("Petro Havrysh has few pumps. He said it would rain.", ["Petro Havrysh"]),
    ],
)
def test_no_pronoun_makes_a_voice_of_a_place(book: PlaceBook, text: str, names: list[str]) -> None:
    attributed = read_attributions(text, "en")
    about = resolve("Ukraine", [], book)[0]
    found = voices_of(VoicesAsked(text, "en", None, attributed, about, book))
    assert [voice.name for voice in found] == names


@pytest.mark.parametrize(
    ("text", "kind", "country"),
    [
        ("The Kyiv Gazette said the pumps had failed.", VoiceKind.OUTLET, ""),
        ("The New York Times said the pumps had failed.", VoiceKind.OUTLET, "US"),
        ("Reuters reported that the pumps had failed.", VoiceKind.OUTLET, "GB"),
        ("Emma Times said the pumps had failed.", VoiceKind.PERSON, ""),
        ("According to a study by Emma Lund, the pumps had failed.", VoiceKind.PERSON, ""),
        ("Cook said the pumps had failed.", VoiceKind.PERSON, ""),
    ],
)
def test_an_outlet_is_known_by_its_name_and_placed_by_the_list_alone(
    book: PlaceBook, text: str, kind: VoiceKind, country: str
) -> None:
    about = resolve("Ukraine", [], book)[0]
    found = voices_of(VoicesAsked(text, "en", None, read_attributions(text, "en"), about, book))
    assert [(voice.kind, voice.country) for voice in found] == [(kind, country)]


@pytest.mark.parametrize(("court", "basis"), [("", Basis.THERE), (" The trial goes on.", Basis.UNKNOWN)])
def test_a_witness_before_a_court_is_not_where_the_report_is_from(book: PlaceBook, court: str, basis: Basis) -> None:
    text = f"A witness said the bus had burned.{court}"
    about = resolve("Ukraine", [], book)[0]
    asked = VoicesAsked(text, "en", None, read_attributions(text, "en"), about, book, dateline="KYIV, Ukraine")
    assert [voice.basis for voice in voices_of(asked)] == [basis]


@pytest.mark.parametrize(
    ("lang", "text", "name"),
    [
        ("uk", "Прем'єр-міністр Греції Ставрос Карвуніс заявив, що школи закриють.", "Ставрос Карвуніс"),
        ("uk", "Посол України сказав, що допомога йде.", "Посол України"),
        ("ru", "МИД России сообщил, что встреча будет.", "МИД России"),
        ("el", "Ο γερουσιαστής από το Τέξας Ντέιλ Όρμσμπι δήλωσε ότι διαφωνεί.", "Ντέιλ Όρμσμπι"),
        ("en", "Kyiv said it was grateful.", "Kyiv"),
        ("en", "Actress Florence Lund Hale said it was grateful.", "Florence Lund Hale"),
    ],
)
def test_no_place_stands_in_a_voices_name(book: PlaceBook, lang: str, text: str, name: str) -> None:
    about = resolve("Ukraine", [], book)[0]
    found = voices_of(VoicesAsked(text, lang, None, read_attributions(text, lang), about, book))
    assert [voice.name for voice in found] == [name]
