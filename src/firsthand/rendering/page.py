"""What does the page say, in which words? A report with its reading and leads, laid out for one reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from firsthand.record.finding_names import name_of
from firsthand.record.findings import Comparison, Finding, Match, NotChecked, Reason, Report, Why
from firsthand.record.leads import Leads
from firsthand.record.passages import Passage
from firsthand.record.readings import Reading
from firsthand.record.when import When
from firsthand.rendering import PictureData, casefolder, checklists, gravity, timeline
from firsthand.rendering.dates import say
from firsthand.rendering.figures import met, ours, source
from firsthand.rendering.gravity import Tone
from firsthand.rendering.made import sentences
from firsthand.rendering.marking import mark, number
from firsthand.rendering.safe import language, web_address
from firsthand.rendering.view import (
    Badge,
    BannerView,
    CaseView,
    Date,
    FindingView,
    GapView,
    MatchesView,
    MatchView,
    Page,
    PictureView,
    ReasonView,
    Row,
    TipView,
)
from firsthand.rendering.wording import (
    ROW_TONES,
    badge_words,
    check_name,
    compared_name,
    moment,
    notes,
    percent,
    problems,
)
from firsthand.rendering.words import Words

PICTURES = 6
"""Pictures of a tip that are shown; of a page with more, those that were met on file come first."""


@dataclass(frozen=True, slots=True)
class Sources:
    """All that a page is made from."""

    report: Report
    reading: Reading
    leads: Leads
    pictures: PictureData
    lang: str
    words: Words

    def date(self, when: When | None) -> Date:
        one_day = when is not None and when.first is not None and when.edtf == when.first.isoformat()
        return Date(say(when, self.lang, self.words), when.edtf if when and one_day else "")

    def texts(self) -> dict[str, tuple[str, str]]:
        """The texts of the tip by hash, with their languages: captions first, in the order in which they are shown."""
        captions = [picture.caption for picture in self.reading.pictures if picture.caption]
        found = {self.reading.text_sha256: (self.reading.text, self.reading.lang)} if self.reading.text else {}
        return {**found, **{caption.sha256: (caption.text, caption.lang) for caption in captions}}


def build(sources: Sources) -> Page:
    """The page of a report. Nothing is fetched, drawn or judged here."""
    report, leads, words = sources.report, sources.leads, sources.words
    findings = gravity.ordered(report.findings, leads)
    texts = sources.texts()
    numbers = number(_passages(findings), [(sha256, text) for sha256, (text, _) in texts.items()])
    cases = casefolder.cases(sources.pictures, sources.date, words, findings, leads)
    moments = timeline.moments(sources.reading, findings, leads, sources.date, words)
    return Page(
        lang=sources.lang,
        banner=_banner(sources),
        tip=_tip(sources, findings, numbers),
        cases=cases,
        matches=tuple(_matches(heading, found, sources) for heading, found in gravity.grouped(findings)),
        rows=tuple(_row(c, sources, numbers, cases) for f in findings if f.code != checklists.CODE for c in f.compared),
        of_caption=any(f.compared and f.code.startswith("caption-") for f in findings),
        findings=tuple(_finding(finding, sources, numbers) for finding in findings),
        failed=(*_gaps(report, Why.FAILED, words), *_gaps(report, Why.NOT_SET_UP, words)),
        no_record=_gaps(report, Why.NO_RECORD, words),
        absent=_names([gap for gap in report.not_checked if gap.why is Why.ABSENT], words),
        timeline=moments[: timeline.SHOWN],
        more_moments=max(0, len(moments) - timeline.SHOWN),
        made_at=moment(report.made_at),
        version=report.version,
        settings_digest=report.settings_digest,
        notes=notes(report, sources.reading),
        checklists=checklists.views(findings, words, sources.lang, cases),
        brief=_names([gap for gap in report.not_checked if checklists.brief(gap)], words),
    )


def _banner(sources: Sources) -> BannerView:
    words, found = sources.words, gravity.banner(sources.report, sources.leads)
    counts = " · ".join(f"{words[key]}: {n}" for key, n in gravity.tally(sources.report).items())
    return BannerView(found.tone, badge_words(found.label, found.rated, words), found.sentence, found.also, counts)


def _passages(findings: Sequence[Finding]) -> list[Passage]:
    """Every passage of the tip that a finding rests on."""
    found: list[Passage] = []
    for finding in findings:
        found += finding.passages
        found += [row.passage for row in finding.compared if row.passage]
        if not finding.passages:
            found += [reason.ours for reason in _reasons(finding) if reason.ours]
    return found


def _reasons(finding: Finding) -> tuple[Reason, ...]:
    return finding.match.reasons if finding.match else ()


def _tip(sources: Sources, findings: Sequence[Finding], numbers: Mapping[Passage, int]) -> TipView:
    reading = sources.reading
    shown = _pictures(sources, findings, numbers)
    return TipView(
        kind=sources.words[f"kind.{reading.kind.value}"],
        title=reading.title,
        author=reading.author or reading.byline,
        outlet=reading.outlet,
        published=sources.date(reading.published or sources.report.tip.published),
        address=web_address(reading.url or sources.report.tip.url),
        text=mark(reading.text, reading.text_sha256, numbers),
        lang=language(reading.lang),
        pictures=shown,
        more_pictures=len(reading.pictures) - len(shown),
        problems=problems(sources.report, reading),
    )


def _pictures(sources: Sources, findings: Sequence[Finding], numbers: Mapping[Passage, int]) -> tuple[PictureView, ...]:
    pictures = sources.reading.pictures
    known = {f.tip_picture for f in findings if f.match and f.tip_picture is not None}
    order = sorted(range(len(pictures)), key=lambda place: (place not in known, place))[:PICTURES]
    every = met(findings)
    views: list[PictureView] = []
    for place in order:
        mine = {(f.match.tip, f.match.item) for f in findings if f.match and f.tip_picture == place}
        of = [one for one in every if (one.tip, one.item) in mine]
        src = source(pictures[place].exhibit, sources.pictures)
        views.append(ours(pictures[place], of, numbers, src, sources.words))
    return tuple(views)


def _matches(heading: str, found: Sequence[Match], sources: Sources) -> MatchesView:
    several = heading != "match.heading" and len(found) > 1
    note = sources.words["match.none-sure"] if several else ""
    return MatchesView(sources.words[heading], note, tuple(_match(match, sources) for match in found))


def _match(match: Match, sources: Sources) -> MatchView:
    texts = sources.texts()
    return MatchView(
        match.item,
        match.tip,
        percent(match.probability),
        tuple(_reason(r, match, sources, texts) for r in match.reasons),
        sentences(match.differences, sources.words) if match.differences else (),
    )


def _reason(reason: Reason, match: Match, sources: Sources, texts: Mapping[str, tuple[str, str]]) -> ReasonView:
    ours, theirs = reason.ours, reason.theirs
    both = ours is not None and theirs is not None and ours.exact == theirs.exact
    lang = texts.get(ours.text_sha256, ("", ""))[1] if ours else ""
    their_lang = casefolder.language_of(theirs, match.item, sources.leads) if theirs else ""
    return ReasonView(
        words=reason.words,
        against=reason.against,
        both=both,
        ours=ours.exact if ours else "",
        ours_lang=language(lang),
        theirs=theirs.exact if theirs and not both else "",
        theirs_lang=language(their_lang),
    )


def _row(row: Comparison, sources: Sources, numbers: Mapping[Passage, int], cases: Sequence[CaseView]) -> Row:
    words, passage = sources.words, row.passage
    quoted = passage is not None and passage.exact in row.said
    lang = sources.texts().get(passage.text_sha256, ("", ""))[1] if passage and quoted else ""
    anchor, place = casefolder.evidence(row.entry, cases)
    return Row(
        what=compared_name(row.what, words),
        said=row.said,
        said_lang=language(lang),
        number=numbers.get(passage, 0) if passage else 0,
        held=row.held,
        source=row.source,
        href=web_address(row.url),
        evidence=place,
        anchor=anchor,
        badge=Badge(words[f"outcome.{row.outcome.value}"], ROW_TONES.get(row.outcome, Tone.NEUTRAL)),
    )


def _finding(finding: Finding, sources: Sources, numbers: Mapping[Passage, int]) -> FindingView:
    said = badge_words(gravity.label(finding), gravity.rated(finding, sources.leads), sources.words)
    badge = Badge(said, gravity.tone(finding, sources.leads))
    standing = sorted({numbers[p] for p in _passages([finding]) if p in numbers})
    code, name = check_name(finding.code, sources.words), name_of(sources.report, finding)
    return FindingView(code, badge, finding.headline, finding.hint, finding.case, tuple(standing), name)


def _gaps(report: Report, why: Why, words: Words) -> tuple[GapView, ...]:
    gaps: list[NotChecked] = [gap for gap in report.not_checked if gap.why is why and not checklists.brief(gap)]
    return tuple(GapView(check_name(gap.code, words), gap.reason, gap.hint) for gap in gaps)


def _names(gaps: Sequence[NotChecked], words: Words) -> tuple[str, ...]:
    return tuple(dict.fromkeys(check_name(gap.code, words) for gap in gaps))
