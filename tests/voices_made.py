"""What do articles with voices look like? Values for tests of the audit: no text is read, places are given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from hypothesis import strategies as st

from firsthand.record.passages import Passage
from firsthand.record.voices import ArticleVoices, Audited, Basis, Via, Voice, VoiceKind
from firsthand.record.where import Level, Where

UKRAINE = Where("iso:UA", Level.COUNTRY, "Ukraine")
RUSSIA = Where("iso:RU", Level.COUNTRY, "Russia")
THERE, FROM, SAME, THIRD, UNKNOWN = Basis


def voice(basis: Basis = THERE, name: str = "", quotations: float = 1, words: float = 10, **more: object) -> Voice:
    """A voice; without a name of its own one that is not named."""
    said = {"named": bool(name), "kind": VoiceKind.PERSON, **more}
    return Voice(name or "a resident", basis=basis, quotations=quotations, words=words, **said)  # type: ignore[arg-type]


def via(name: str, *places: Where) -> Via:
    return Via(name, Passage("", 0, len(name), name), places)


def article(name: str, *voices: Voice, outlet: str = "The Paper", **more: object) -> ArticleVoices:
    said = {"state": Audited.AUDITED, "lang": "en", **more}
    return ArticleVoices(name, outlet=outlet, voices=voices, **said)  # type: ignore[arg-type]


def articles(bases: Iterable[Sequence[Basis]], outlet: str = "The Paper") -> list[ArticleVoices]:
    """One article for each list of bases, each voice with one quotation."""
    return [article(f"{outlet} {n}", *map(voice, row), outlet=outlet) for n, row in enumerate(bases)]


def drawn(rng: np.random.Generator, count: int, share: float, outlet: str = "The Paper") -> list[ArticleVoices]:
    """Articles of 1 to 6 voices whose own shares scatter around `share`: the voices of one hang together."""
    found = []
    for number in range(count):
        own = rng.beta(4 * share, 4 * (1 - share))
        here = rng.random(rng.integers(1, 7)) < own
        found.append(article(f"{outlet} {number}", *(voice(THERE if one else THIRD) for one in here), outlet=outlet))
    return found


NAMES = ("", "Anna Vyhadana", "Petro Vyhadko", "John Madeup", "UNIAN")
made_voices = st.builds(
    voice,
    st.sampled_from(Basis),
    st.sampled_from(NAMES),
    st.integers(0, 9).map(lambda halves: halves / 2),
    st.integers(0, 90),
    kind=st.sampled_from(VoiceKind),
    country=st.sampled_from(("", "UA", "RU", "GR")),
    via=st.sampled_from(((), (via("TASS", RUSSIA),), (via("TASS", RUSSIA), via("a channel")))),
)
made_articles = st.lists(
    st.tuples(
        st.lists(made_voices, max_size=4),
        st.sampled_from(("The Paper", "The Post")),
        st.sampled_from((Audited.AUDITED, Audited.AUDITED, Audited.AUDITED, Audited.COPY, Audited.TOO_SHORT)),
    ),
    max_size=14,
).map(lambda rows: [article(f"a{n}", *vs, outlet=outlet, state=state) for n, (vs, outlet, state) in enumerate(rows)])
