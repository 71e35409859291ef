"""What can be said of an audit in words? Keys and values of sentences; a catalogue has the words, docs/audit.md the English.

No sentence judges. Under ten articles with a voice none gives a share, and none compares under fifty on either side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum

from firsthand.checks.sourcing_shares import FEW, LOCAL_BASES
from firsthand.record.audits import LOCAL, Audit, Correction, Held, OutletComparison, Sentence, Share, Unit, VoiceLine
from firsthand.record.voices import Basis


class Says(StrEnum):
    """The keys, stable for ever."""

    COUNTED = "counted"
    NOTHING = "nothing-audited"
    LEFT_OUT = "left-out"
    NO_VOICES = "no-voices"
    VOICES = "voices"
    FEW = "few-articles"
    SHARE = "share"
    SHARE_BARE = "share-without-interval"
    WITH_LOCAL = "with-local"
    WITHOUT = "without-local"
    INFERRED = "inferred"
    SECOND_HAND = "second-hand"
    MEASURED = "measured"
    UNMEASURED = "unmeasured"
    CORRECTED = "corrected"
    NOT_CORRECTED = "not-corrected"
    NO_VERDICT = "no-verdict"
    DIFFERS = "outlets-differ"
    NO_DIFFERENCE = "outlets-no-difference"
    UNKNOWN_DECIDES = "outlets-unknown-decides"
    UNKNOWN_SHARES = "outlets-unknown"
    TOO_FEW_TO_COMPARE = "outlets-too-few"
    SAME_OUTLET = "outlets-the-same"
    ASK_PLACE = "ask-place"
    ASK_SPEAKER = "ask-speaker"


def sentence(key: Says, **values: str | int | float) -> Sentence:
    return Sentence(key.value, tuple(sorted(values.items())))


def counts(voices: tuple[VoiceLine, ...]) -> Mapping[str, int]:
    """How many voices are there, from there, elsewhere and unknown."""
    held = Counter(voice.basis for voice in voices)
    elsewhere = held[Basis.SAME_COUNTRY] + held[Basis.THIRD_PLACE]
    there, born = (held[basis] for basis in LOCAL_BASES)
    return {"there": there, "from_there": born, "elsewhere": elsewhere, "unknown": held[Basis.UNKNOWN]}


def audit_sentences(audit: Audit) -> tuple[Sentence, ...]:
    """What is said of an audit, in order: what was counted, the figures, what they rest on, and that none is a verdict."""
    return (*_counted(audit), *_figures(audit), *_rest(audit), sentence(Says.NO_VERDICT))


def _counted(audit: Audit) -> Iterator[Sentence]:
    place = str(audit.about)
    if audit.audited:
        yield sentence(
            Says.COUNTED, articles=audit.articles, audited=audit.audited, voices=len(audit.voices), place=place
        )
    else:
        yield sentence(Says.NOTHING, articles=audit.articles)
    for state, number in sorted(Counter(one.state.value for one in audit.left_out).items()):
        yield sentence(Says.LEFT_OUT, count=number, state=state)


def _figures(audit: Audit) -> Iterator[Sentence]:
    if not audit.audited:
        return
    if not audit.voices:
        yield sentence(Says.NO_VOICES, audited=audit.audited)
        return
    if audit.voiced < FEW:
        yield sentence(Says.VOICES, voices=len(audit.voices), place=str(audit.about), **counts(audit.voices))
        if audit.audited > 1:
            yield sentence(Says.FEW, voiced=audit.voiced, least=FEW)
        return
    for unit in Unit:
        share, unknown = audit.share(LOCAL, unit), audit.share(Basis.UNKNOWN, unit)
        if share and unknown:
            yield _share(audit, share, unknown)
    if audit.with_local:
        held = audit.with_local
        low, high = held.bounds
        yield sentence(
            Says.WITH_LOCAL, count=round(held.amount), audited=audit.audited, low=low, high=high, place=str(audit.about)
        )
    yield sentence(Says.WITHOUT, count=len(audit.without), none_known=len(audit.none_known), place=str(audit.about))


def _share(audit: Audit, share: Share, unknown: Share) -> Sentence:
    low, high = share.bounds
    held = {
        "unit": share.unit.value, "share": share.share, "unknown": unknown.share, "low": low, "high": high,
        "voiced": audit.voiced, "place": str(audit.about),
    }  # fmt: skip
    if share.interval is None:
        return sentence(Says.SHARE_BARE, **held)
    return sentence(Says.SHARE, **held, start=share.interval[0], end=share.interval[1])


def _rest(audit: Audit) -> Iterator[Sentence]:
    inferred = sum(voice.inferred for voice in audit.voices)
    if inferred:
        total = sum(voice.quotations for voice in audit.voices)
        yield sentence(Says.INFERRED, count=inferred, quotations=total)
    second = sum(bool(voice.via) for voice in audit.voices)
    if second:
        yield sentence(Says.SECOND_HAND, count=second, voices=len(audit.voices))
    for lang, articles in audit.langs:
        row = audit.measured.lang(lang)
        if row is None:
            yield sentence(Says.UNMEASURED, lang=lang, articles=articles)
        else:
            yield sentence(
                Says.MEASURED, lang=lang, articles=articles, precision=row.precision, recall=row.recall, joint=row.joint,
                set=row.of, n=row.n,
            )  # fmt: skip
    if audit.correction:
        yield _correction(audit, audit.correction)


def _correction(audit: Audit, correction: Correction) -> Sentence:
    local = next((one for one in correction.shares if one.what == LOCAL and one.unit is Unit.ARTICLE), None)
    if correction.state is not Held.APPLIED or local is None or local.interval is None or audit.voiced < FEW:
        state = Held.TOO_FEW if correction.state is Held.APPLIED else correction.state
        return sentence(Says.NOT_CORRECTED, checked=correction.checked, state=state.value)
    start, end = local.interval
    return sentence(
        Says.CORRECTED, checked=correction.checked, share=local.share, start=start, end=end, place=str(audit.about)
    )


def comparison_sentences(comparison: OutletComparison, least_p: float) -> tuple[Sentence, ...]:
    """What a comparison says: a difference only where chance is an unlikely reason and no answer on unknowns could turn it."""
    one, other = comparison.one, comparison.other
    low, high = comparison.bounds
    start, end = comparison.interval
    held: dict[str, str | int | float] = {
        "one": one.outlet, "other": other.outlet, "difference": comparison.difference, "low": low, "high": high,
        "start": start, "end": end, "p": comparison.p, "place": str(comparison.about),
    }  # fmt: skip
    shares = {"one_share": one.local.share, "other_share": other.local.share}
    told = Says.UNKNOWN_DECIDES if low <= 0 <= high else Says.DIFFERS
    key = Says.NO_DIFFERENCE if comparison.p > least_p else told
    unknown = sentence(
        Says.UNKNOWN_SHARES,
        one=one.outlet,
        other=other.outlet,
        one_share=one.unknown.share,
        other_share=other.unknown.share,
    )
    return sentence(key, **held, **shares), unknown, sentence(Says.NO_VERDICT)
