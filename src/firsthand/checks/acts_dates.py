"""Which dates of a sentence are those of the deed that its verb tells, and not of what the deed is about?

"The League called a strike on 3 May 2016": the date stands in the verb's clause, and nothing ties it to a noun. "Condemned the
law of 3 May 1980", "called for a march that began on 3 May", "said that on Friday": it is another's.
"""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.checks.caption_date import SLACK_DAYS
from firsthand.checks.cues import ACTS, cues, is_cue
from firsthand.checks.tokens import Token
from firsthand.record.cases import Kind
from firsthand.record.readings import DateMention

FAR, NEAR = 8, 2
"""Words that may stand between the verb of a body, or of a person or a saying, and the date after it."""
SURE = 4
"""So many at most where the date has to be the deed's beyond doubt."""
RELATIVE = frozenset({*SLACK_DAYS, "ago", "part-of-day", "lone-month", "unit"})
"""Rules of dates that need no small word before them: "yesterday", "last week"."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb of doing, the tokens before the name, and those that follow the verb up to the end of its sentence."""

    lang: str
    kind: Kind
    verb: Token
    before: tuple[Token, ...]
    after: tuple[Token, ...]

    def cue(self, token: Token, group: str) -> bool:
        return is_cue(token.folded, group, self.lang, ACTS)


@dataclass(frozen=True, slots=True)
class DeedDates:
    """`ahead`: one of the dates may be that of what was called for. `firm`: they are the deed's own beyond doubt."""

    dates: tuple[DateMention, ...]
    ahead: bool
    firm: bool


def deed_dates(deed: Deed, dates: tuple[DateMention, ...]) -> DeedDates:
    """The dates before the verb, and those after it that its clause holds."""
    led = tuple(m for m in dates if m.passage.end <= deed.verb.start and not _of_a_noun(deed, m))
    later = [(m, sure) for m in dates if (sure := _told(deed, m)) is not None]
    ahead = bool(later) and not led and is_cue(deed.verb.folded, "appoints", deed.lang, ACTS)
    firm = bool(led) or (bool(later) and all(sure for _, sure in later))
    return DeedDates((*led, *(m for m, _ in later)), ahead, firm)


def _of_a_noun(deed: Deed, mention: DateMention) -> bool:
    """Does an article or the like stand right before the date, as in "the 2003 League"? A month may have one in Greek."""
    ahead = [token for token in deed.before if token.end <= mention.passage.start]
    return bool(ahead) and deed.cue(ahead[-1], "ties") and not deed.cue(ahead[-1], "date_lead")


def _told(deed: Deed, mention: DateMention) -> bool | None:
    """None: the date is not the deed's. True: it is beyond doubt; False: it may be that of a noun before it."""
    if mention.passage.start < deed.verb.end:
        return None
    between = [token for token in deed.after if token.start < mention.passage.start]
    led = bool(between) and deed.cue(between[-1], "date_lead")
    body = between[:-1] if led else between
    tied = bool(body) and not led and deed.cue(body[-1], "ties")
    if tied or len(body) > _reach(deed) or any(_breaks(deed, token) for token in body):
        return None
    if not (led or _bare(mention)):
        return None
    return led and len(body) <= SURE


def _reach(deed: Deed) -> int:
    return NEAR if deed.kind is Kind.PERSON or is_cue(deed.verb.folded, "saying", deed.lang, ACTS) else FAR


def _breaks(deed: Deed, token: Token) -> bool:
    """Does the token open another clause, or is it a participle or an infinitive, which may bear the date?"""
    ends = tuple(cues("ends", deed.lang, ACTS)[0])
    ended = token.folded.endswith(ends) and not deed.cue(token, "nouns")
    return not token.is_word or deed.cue(token, "breaks") or ended


def _bare(mention: DateMention) -> bool:
    """May the date stand without a small word before it: a single day, or one counted from today?"""
    when = mention.when
    return mention.rule in RELATIVE or (when is not None and when.first is not None and when.first == when.last)
