"""Which reports do the rendering tests show? Five, written by hand: every kind of ending that a report can have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO

from PIL import Image, ImageDraw

from firsthand.matching.folding import digest, passage, tip_key
from firsthand.record.cases import Appearance, Case, Claim, Kind, Picture, Review, Subject
from firsthand.record.checklist_templates import templates
from firsthand.record.checklists import NO_SOURCE, Checklist, Criterion, Met
from firsthand.record.differences import Added, Addition, Around, Colour, Differences, Ground, Side
from firsthand.record.entries import Entry
from firsthand.record.findings import Comparison, Finding, Match, NotChecked, Reason, Report, Why
from firsthand.record.leads import Leads
from firsthand.record.outcome import Outcome, Verdict
from firsthand.record.passages import WHOLE, Passage, Region
from firsthand.record.readings import CaptionReading, PictureReading, Reading, ReadingKind
from firsthand.record.tips import Capture, CaptureState, Exhibit, Tip
from firsthand.record.when import parse

MADE = datetime(2026, 11, 3, 18, 42, tzinfo=UTC)
OURS, THEIRS, OTHER = "a1" * 32, "b2" * 32, "c3" * 32
CAPTION = "Το συνδικάτο διαδηλώνει κατά του Μαϊντάν στο Ντονέτσκ, 2014"


@dataclass(frozen=True, slots=True)
class Shown:
    """A report with all that is needed to show it."""

    report: Report
    reading: Reading
    leads: Leads
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def at(text: str, exact: str) -> Passage:
    start = text.index(exact)
    return passage(text, start, start + len(exact))


def report(tip: Tip, *findings: Finding, gaps: tuple[NotChecked, ...] = (), capture: Capture | None = None) -> Report:
    return Report(tip, capture, findings, gaps, "0.1.0", "0123456789abcdef", MADE)


def may_day(verdict: Verdict = Verdict.MISLEADING) -> Case:
    """A picture of a demonstration that was passed off as another year's."""
    photographers = "the photographers, interview of 2022-10-04"
    entries = (
        Entry("pic-1", "taken", "2012-05-01", photographers, url="https://archive.example/interview"),
        Entry("pic-1", "place", "Donetsk", photographers, within=("Donetsk Oblast", "Ukraine")),
        Entry("pic-1", "event", "mayday-2012", photographers),
        Entry("pic-1", "banner", "Мир Труд Май", "read from the picture", lang="ru"),
        Entry("pic-1", "seen", "2012-05-02", "unnamed", url="https://archive.example/first"),
    )
    names = {"en": ("May Day demonstration",), "uk": ("першотравнева демонстрація",)}
    event = Subject("mayday-2012", Kind.EVENT, names, (Entry("mayday-2012", "period", "2012-05-01", "city news"),))
    caption = "Проти Майдану, весна 2014"
    return Case(
        "may-day-2012",
        "A May Day picture passed off as 2014",
        "published",
        claims=(
            Claim("c-1", "The confederation marched against Maidan in 2014", "en", "a Greek page", parse("2022-09")),
        ),
        pictures=(Picture("pic-1", "may-day.jpg", THEIRS, entries),),
        subjects=(event,),
        appearances=(
            Appearance(
                "https://page.example/1", parse("2022-09-10"), outlet="A page", caption=caption, lang="uk", status="up"
            ),
            Appearance("https://page.example/2", seen=parse("2022-09-12T09:00Z"), outlet="A forum"),
        ),
        reviews=(
            Review(
                "Miscaptioned", verdict, "The desk", "https://desk.example/412", parse("2022-10-04"), "Two years older."
            ),
        ),
    )


def tip_picture(caption: str = CAPTION, lang: str = "el") -> Reading:
    read = CaptionReading(caption, digest(caption), lang, parse("2022-09-10"))
    picture = PictureReading("cropped.jpg", OURS, "image/jpeg", 640, 480, caption=read)
    return Reading(
        ReadingKind.PICTURE, lang=lang, published=parse("2022-09-10"), author="a local account", pictures=(picture,)
    )


def picture_match() -> Match:
    part = Region(0.1, 0.15, 0.8, 0.9)
    mirrored = Region(0.0, 0.0, 1.0, 1.0, "mirrored")
    near = Reason(
        "distance",
        "The prints of the two pictures differ in 14 of 256 bits",
        4.2,
        our_region=mirrored,
        their_region=part,
    )
    lone = Reason("lone", "No second picture on file is this close", 0.6)
    return Match("may-day-2012/pic-1", 0.9991, (near, lone), f"picture:{OURS}")


def known_picture() -> Finding:
    headline = (
        "The picture is on file in case may-day-2012: A May Day picture passed off as 2014 (mirrored, about 52% of it)."
    )
    return Finding(
        "known-picture",
        Outcome.SUPPORTED,
        headline,
        "may-day-2012",
        picture_match(),
        hint="Read the review first.",
        tip_picture=0,
    )


def compared(code: str, outcome: Outcome, what: str, words: str, entry: Entry) -> Finding:
    caption = at(CAPTION, words)
    row = Comparison(what, words, entry.value, entry.source, outcome, caption, entry.id, entry.url)
    verb = {Outcome.CONTRADICTED: "does not fit", Outcome.SUPPORTED: "fits"}.get(outcome, "is held open by")
    headline = f"The caption's {what} ({words}) {verb} the record ({entry.value})."
    return Finding(code, outcome, headline, "may-day-2012", passages=(caption,), compared=(row,), tip_picture=0)


def contradicted() -> Shown:
    """A cropped, mirrored picture under a Greek caption of another year."""
    case = may_day()
    taken, place, event = case.pictures[0].entries[:3]
    tip = Tip("t-1", picture="cropped.jpg", caption=CAPTION, published=parse("2022-09-10"), lang="el")
    findings = (
        known_picture(),
        compared("caption-place", Outcome.SUPPORTED, "place", "Ντονέτσκ", place),
        compared("caption-date", Outcome.CONTRADICTED, "date", "2014", taken),
        compared("caption-event", Outcome.CONTRADICTED, "event", "διαδηλώνει κατά του Μαϊντάν", event),
        Finding("standing", Outcome.UNRESOLVED, "No link on file speaks of anyone named here.", hint="Add an entry."),
    )
    gaps = (
        NotChecked("known-claim", Why.ABSENT, "The tip has no text of its own."),
        NotChecked("copies", Why.NO_RECORD, "The casebook holds no article to compare with.", "Import some first."),
    )
    capture = Capture("cropped.jpg", MADE, CaptureState.COMPLETE, (Exhibit(OURS, 51_200, "image/jpeg", "cropped.jpg"),))
    pictures = {OURS: scene(mirrored=True), THEIRS: scene()}
    return Shown(report(tip, *findings, gaps=gaps, capture=capture), tip_picture(), Leads(cases=(case,)), pictures)


def told_rightly() -> Shown:
    """The same picture under words that agree with the record."""
    case = may_day()
    taken, place = case.pictures[0].entries[:2]
    findings = (
        known_picture(),
        compared("caption-place", Outcome.SUPPORTED, "place", "Ντονέτσκ", place),
        compared("caption-date", Outcome.SUPPORTED, "date", "2014", taken),
    )
    return Shown(report(Tip(picture="cropped.jpg"), *findings), tip_picture(), Leads(cases=(case,)))


def known_false_claim() -> Shown:
    """A sentence that a published check called false, in other words and another language."""
    text = "Усі знають, що так було. Конфедерація йшла проти Майдану у 2014 році. Поширте!"
    filed = "The confederation marched against Maidan in 2014"
    ours = at(text, "Конфедерація йшла проти Майдану у 2014 році.")
    reason = Reason("words", "7 of 8 content words are shared once translated", 3.1, ours, at(filed, filed))
    against = Reason("names", "Ours names no confederation of a year", -0.4)
    match = Match("may-day-2012/c-1", 0.954, (against, reason), tip_key(ours.exact))
    headline = "This claim is on file in case may-day-2012: A May Day picture passed off as 2014."
    finding = Finding(
        "known-claim", Outcome.SUPPORTED, headline, "may-day-2012", match, (ours,), hint="Link the review."
    )
    gaps = (NotChecked("known-picture", Why.ABSENT, "The tip has no picture."),)
    reading = Reading(ReadingKind.TEXT, text, digest(text), "uk")
    return Shown(report(Tip(text=text), finding, gaps=gaps), reading, Leads(cases=(may_day(Verdict.FALSE),)))


def voted() -> Shown:
    """A claim about a vote that never was, in a case that holds it against the criteria of a vote."""
    secrecy, observers = (templates()["vote"].criteria[id]["en"] for id in ("secrecy", "observers"))
    paper = Entry(
        "vote/secrecy", "answer", "not met", "the harbour paper", words="no booths", url="https://paper.example/1"
    )
    bulletin = Entry("vote/secrecy", "answer", "met", "unnamed")
    criteria = (
        Criterion("secrecy", secrecy, Met.NOT_MET, entries=(paper, bulletin)),
        Criterion("observers", observers),
        Criterion("weather", "It did not rain.", Met.MET, entries=(Entry("vote/weather", "rain", "none", "a diary"),)),
    )
    text = "The harbour town voted for the bridge"
    claim = Claim("c", text, "en", "a channel")
    case = Case(
        "harbour",
        "A vote in a harbour town",
        claims=(claim,),
        checklists=(Checklist("vote", "vote", "A vote", criteria=criteria),),
    )
    match = Match("harbour/c", 0.99, (Reason("words", "All content words are shared", 5.0),), tip_key(text))
    known = Finding(
        "known-claim", Outcome.SUPPORTED, "The tip repeats a claim on file.", "harbour", match, (at(text, text),)
    )
    rows = (
        (secrecy, "not met", paper.source, paper.id, paper.url),
        (secrecy, "met", bulletin.source, bulletin.id, ""),
        (observers, "unknown", NO_SOURCE, "", ""),
        ("It did not rain.", "met", "a diary", criteria[2].entries[0].id, ""),
    )
    held = Finding(
        "checklist",
        Outcome.UNRESOLVED,
        "Of 3 criteria of “A vote” in case harbour, 1 is not met, 1 is met and 1 is unknown, according to the harbour paper "
        "and a diary; on 1 of them a source says otherwise.",
        "harbour",
        compared=tuple(
            Comparison(what, "", answer, by, Outcome.UNRESOLVED, None, id, url) for what, answer, by, id, url in rows
        ),
        hint="A checklist is no verdict: read the sources of its rows.",
    )
    reading = Reading(ReadingKind.TEXT, text, digest(text), "en")
    return Shown(report(Tip(text=text), known, held), reading, Leads(cases=(case,)))


def unrelated() -> Shown:
    """A picture that nobody has seen before."""
    headline = "No picture in the casebook looks like holiday.jpg."
    finding = Finding("known-picture", Outcome.UNRESOLVED, headline, tip_picture=0)
    gaps = (NotChecked("caption-date", Why.ABSENT, "The picture came without words."),)
    reading = Reading(ReadingKind.PICTURE, pictures=(PictureReading("holiday.jpg", OURS, "image/jpeg", 640, 480),))
    return Shown(report(Tip(picture="holiday.jpg"), finding, gaps=gaps), reading, Leads(), {OURS: scene()})


def broken() -> Shown:
    """A file that ends too early."""
    problem = "broken.jpg ends before its picture does (1,204 bytes)."
    gap = NotChecked("known-picture", Why.FAILED, problem, "Ask the sender for the file itself.")
    reading = Reading(ReadingKind.PICTURE, pictures=(PictureReading("broken.jpg", OURS, problem=problem),))
    capture = Capture("broken.jpg", MADE, CaptureState.FAILED, problems=(problem,))
    return Shown(report(Tip("t-9", picture="broken.jpg"), gaps=(gap,), capture=capture), reading, Leads())


HOSTILE = "<script>alert(1)</script>\"' onerror=x \x1b]0;owned\x07\x1b[2J \u202egnp.exe {{ 7*7 }} </style>\x9b31m\x00"


def hostile() -> Shown:
    """Every word from outside is an attack."""
    evil = "javascript:alert(document.domain)"
    entry = Entry("p", "note" + HOSTILE, HOSTILE, HOSTILE, url=evil, words=HOSTILE, lang='en" onload="x')
    case = Case(
        'c"><img src=x>',
        HOSTILE,
        note=HOSTILE,
        claims=(Claim("c", HOSTILE, '"><b>', HOSTILE),),
        pictures=(Picture("p", HOSTILE, THEIRS, (entry,)),),
        appearances=(Appearance(evil, outlet=HOSTILE, caption=HOSTILE, status=HOSTILE),),
        reviews=(Review(HOSTILE, Verdict.FALSE, HOSTILE, "data:text/html,x", summary=HOSTILE),),
    )
    words = passage(HOSTILE, 0, 10)
    match = Match(
        case.id + "/p", 0.95, (Reason("x", HOSTILE, 1.0, words, words, WHOLE, Region(-1, 0.2, 7, 0.4, HOSTILE)),)
    )
    row = Comparison(
        HOSTILE, HOSTILE, HOSTILE, HOSTILE, Outcome.CONTRADICTED, words, entry.id, "https://ok.example/\x1b[2J"
    )
    finding = Finding("x" + HOSTILE, Outcome.CONTRADICTED, HOSTILE, case.id, match, (words,), (row,), HOSTILE, 0)
    gap = NotChecked(HOSTILE, Why.FAILED, HOSTILE, HOSTILE)
    caption = CaptionReading(HOSTILE, digest(HOSTILE), "<b>")
    pictures = (PictureReading(HOSTILE, OURS, caption=caption, alt=HOSTILE, credit=HOSTILE, problem=HOSTILE),)
    reading = Reading(ReadingKind.PAGE, HOSTILE, digest(HOSTILE), "<b>", HOSTILE, HOSTILE, url=evil, pictures=pictures)
    svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    tip = Tip(url=evil, caption=HOSTILE)
    return Shown(report(tip, finding, gaps=(gap,)), reading, Leads(cases=(case,)), {OURS: svg, THEIRS: svg})


def collage() -> Shown:
    """Two pictures on file in one of ours: one leaning and mirrored under added words, one cut, gray and covered in part."""
    case = may_day()
    other = Picture("pic-2", "square.jpg", OTHER, (Entry("pic-2", "taken", "2001", "the archive"),))
    case = Case(case.id, case.title, case.status, pictures=(*case.pictures, other), reviews=case.reviews)
    leaning = Region(0.02, 0.04, 0.49, 0.95, corners=((0.06, 0.04), (0.49, 0.1), (0.45, 0.95), (0.02, 0.9)))
    first = Differences(
        leaning,
        WHOLE,
        "A",
        mirrored=True,
        rotated=4.2,
        angled=True,
        around=(Around(Side.UPPER, Ground.PLAIN, 0.04), Around(Side.RIGHT, Ground.OTHER, 0.51)),
        enlarged=0.41,
        laid=0.93,
        added=(Added("C", Addition.WORDS, Region(0.08, 0.7, 0.44, 0.86)),),
    )
    second = Differences(
        Region(0.5, 0.0, 1.0, 1.0),
        Region(0.3, 0.0, 1.0, 0.8),
        "B",
        stretched=1.2,
        cut=(Side.LEFT, Side.LOWER),
        around=(Around(Side.LEFT, Ground.LETTERED, 0.5),),
        laid=0.9,
        colours=(Colour.GRAY, Colour.DARKER),
        added=(Added("D", Addition.COVER, Region(0.8, 0.92, 1.0, 1.0)),),
    )
    reason = Reason("points", "many points of both lie alike", 6.0)
    findings = tuple(
        Finding(
            "known-picture",
            Outcome.SUPPORTED,
            f"The picture is on file in case {case.id}: {case.title}.",
            case.id,
            Match(f"{case.id}/{id}", 0.99, (reason,), f"picture:{OURS}", made),
            tip_picture=0,
        )
        for id, made in (("pic-1", first), ("pic-2", second))
    )
    pictures = {OURS: scene(mirrored=True), THEIRS: scene(), OTHER: scene()}
    tip = Tip("t-5", picture="collage.jpg", caption=CAPTION)
    return Shown(report(tip, *findings), tip_picture(), Leads(cases=(case,)), pictures)


ALL = {
    make.__name__: make
    for make in (collage, contradicted, told_rightly, known_false_claim, voted, unrelated, broken, hostile)
}


def scene(*, mirrored: bool = False) -> bytes:
    """A square with houses, a crowd and a banner, as JPEG; `mirrored` gives the part of it that was passed off."""
    picture = Image.new("RGB", (800, 500), "#aab4bb")
    draw = ImageDraw.Draw(picture)
    for left, top, colour in (
        (20, 150, "#c9b08e"),
        (170, 190, "#b98d6d"),
        (340, 140, "#d8c9a8"),
        (520, 180, "#c8a58a"),
        (670, 160, "#bfae97"),
    ):
        draw.rectangle((left, top, left + 130, 340), fill=colour)
        for x in range(left + 15, left + 115, 38):
            draw.rectangle((x, top + 30, x + 20, top + 62), fill="#4b5560")
    draw.rectangle((0, 340, 800, 500), fill="#8a8578")
    for place in range(46):
        x, y = 20 + (place * 37) % 760, 330 + (place * 53) % 130
        draw.ellipse((x, y, x + 16, y + 16), fill="#5a4232")
        draw.rectangle((x - 4, y + 15, x + 20, y + 48), fill=("#7a2f4c", "#284a6b", "#8c7a2e")[place % 3])
    draw.rectangle((250, 280, 560, 330), fill="#c8102e")
    draw.rectangle((268, 296, 542, 314), fill="#f6e9c8")
    if mirrored:
        picture = picture.crop((80, 75, 640, 450)).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    out = BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()
