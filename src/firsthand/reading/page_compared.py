"""Is what we saw on this page still there? Its words, its picture, the rest of its text, and notes of correction about it."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.matching.folding import fold
from firsthand.matching.picture_weighing import PLAIN, SURE_BITS
from firsthand.matching.pictures import distance
from firsthand.reading.correction_notes import Concerns, concerns, correction_notes
from firsthand.reading.flat_words import flat
from firsthand.reading.refuted import refuted
from firsthand.reading.text_changes import differences, likeness, share_left
from firsthand.reading.words_there import There, find
from firsthand.record.passages import Passage
from firsthand.record.readings import PictureReading
from firsthand.record.states import Answer, Difference, Earlier, Noted, Observation, PageSeen, Wanted

SAME_PAGE = 0.3
"""From this share of common runs of words on, two texts are two states of one page."""

NOTED = {
    Concerns.OURS: Noted.NOTE_OURS,
    Concerns.ELSEWHERE: Noted.NOTE_ELSEWHERE,
    Concerns.UNCLEAR: Noted.NOTE_UNCLEAR,
}


@dataclass(frozen=True, slots=True)
class Words:
    """The appearance's words: where they stood then, and where they stand now. `ours`: what is looked for, "" for nothing.

    `turned`: they still stand there, but now in order to be refuted.
    """

    ours: str = ""
    then: Passage | None = None
    now: There | None = None
    turned: bool = False

    @property
    def there(self) -> bool:
        return self.now is not None and self.now.exact


def words_now(wanted: Wanted, page: PageSeen, earlier: Earlier | None) -> Words:
    """Where the wanted words stood and stand; the words that stood there then are looked for, not our wording of them."""
    then = _then(wanted, earlier)
    looked = (then.passage.exact,) if then else wanted.words
    for exact in (True, False):
        for text in (page.text, page.body):
            for ours in looked:
                now = find(ours, text)
                if now and now.exact is exact:
                    turned = exact and _refuted(now, text, page) and not _was_refuted(then, earlier)
                    return Words(ours, then.passage if then else None, now, turned)
    return Words(looked[0] if looked else "", then.passage if then else None)


def _then(wanted: Wanted, earlier: Earlier | None) -> There | None:
    if earlier is None:
        return None
    texts = (earlier.page.text, earlier.page.body)
    found = [there for words in wanted.words for text in texts if (there := find(words, text))]
    return next((there for there in found if there.exact), found[0] if found else None)


def _refuted(there: There, text: str, page: PageSeen) -> bool:
    return refuted(text, (there.passage.start, there.passage.end), page.lang)


def _was_refuted(then: There | None, earlier: Earlier | None) -> bool:
    if then is None or earlier is None:
        return False
    text = earlier.page.text if then.passage.stands_in(earlier.page.text) else earlier.page.body
    return _refuted(then, text, earlier.page)


def same_page(page: PageSeen, earlier: Earlier) -> bool:
    """Is it the page that was seen before, whatever changed on it?"""
    if likeness(earlier.page.text, page.text) >= SAME_PAGE:
        return True
    mains = {fold(one) for one in earlier.page.headings} & {fold(one) for one in page.headings}
    return any(len(one.split()) >= 3 for one in mains)


def text_left(page: PageSeen, earlier: Earlier) -> float:
    """The share of the earlier article that can still be read."""
    return share_left(earlier.page.text, page.whole)


def text_observed(page: PageSeen, earlier: Earlier) -> tuple[Observation, tuple[Difference, ...]]:
    """Is the article's text the same, and where does it differ?"""
    if flat(page.text) == flat(earlier.page.text):
        return Observation(Noted.TEXT_SAME), ()
    found = differences(earlier.page.text, page.text)
    return Observation(Noted.TEXT_CHANGED, (("count", str(len(found))),)), found


def notes_observed(
    page: PageSeen, words: Words, earlier: Earlier | None, changed: tuple[Difference, ...]
) -> tuple[Observation, ...]:
    """The page's notes of correction, each with what it is about. `new` is "no" where it stood there before."""
    before = words.then.exact if words.then else words.ours
    after = words.now.passage.exact if words.now else ""
    listed = correction_notes(page.whole)
    said = " ".join(flat(note.exact) for note in listed)
    others = tuple(_others(changed, words, said))
    held = {flat(note.exact) for note in correction_notes(earlier.page.whole)} if earlier else set()
    found = []
    for note in listed:
        about = concerns(note.exact, before, after, others)
        if about is Concerns.UNCLEAR and _only_ours(changed, words, said):
            about = Concerns.OURS
        new = "no" if flat(note.exact) in held else "yes"
        found.append(Observation(NOTED[about], (("words", note.exact[:400]), ("new", new)), (note,)))
    return tuple(found)


def _others(changed: tuple[Difference, ...], words: Words, notes: str) -> list[str]:
    """The sentences that left or came, apart from ours and from the notes themselves, whose flat words are `notes`."""
    sides = [side for one in changed for side in (one.before, one.after) if side]
    return [side.exact for side in sides if not _is_ours(side, words) and flat(side.exact) not in notes]


def _only_ours(changed: tuple[Difference, ...], words: Words, notes: str) -> bool:
    """Did nothing change but our passage, so that a note which does not say what it corrects can only mean it?"""
    if words.then is None or words.there:
        return False
    sides = [side for one in changed for side in (one.before, one.after) if side]
    return bool(sides) and all(_is_ours(side, words) or flat(side.exact) in notes for side in sides)


def _is_ours(side: Passage, words: Words) -> bool:
    ours = [words.then.exact] if words.then else [words.ours]
    ours += [words.now.passage.exact] if words.now else []
    said = flat(side.exact)
    return any(flat(one) in said or said in flat(one) for one in ours if one)


def words_observed(words: Words, then: str, now: str) -> Observation:
    """What was seen of the words; `then` and `now` are the days of both captures."""
    dates = (("then", then), ("now", now))
    if words.now is None:
        kind = Noted.PASSAGE_ABSENT if words.then else Noted.PASSAGE_NOT_FOUND
        return Observation(kind, (*dates, ("words", words.ours[:300])), (words.then,) if words.then else ())
    shown = (words.then, words.now.passage) if words.then else (words.now.passage,)
    kind = Noted.PASSAGE_THERE if words.there else Noted.PASSAGE_ALTERED
    return Observation(kind, (*dates, ("words", words.now.passage.exact[:300])), shown)


def picture_observed(wish: Wanted, wanted: PictureReading, answer: Answer, earlier: Earlier | None) -> Observation:
    """What was seen of the picture, by its bytes, its fingerprints, and what the desk's comparison says of copies."""
    if same := next((one for one in answer.pictures if one.sha256 and one.sha256 == wanted.sha256), None):
        return Observation(Noted.PICTURE_SAME_FILE, (("url", same.url),))
    before = shown_then(wish, wanted, earlier)
    address = before.url if before and before.url else wanted.url
    alike = next((one for one in answer.pictures if _is_it(wish, wanted, one)), None)
    if alike:
        changed = before is None or before.sha256 != alike.sha256
        place = "same" if changed and address and alike.url == address else "other"
        return Observation(Noted.PICTURE_OTHER_FILE, (("url", alike.url), ("address", place)))
    if not any(one.quality >= PLAIN for one in wanted.prints):
        return Observation(Noted.PICTURE_NOT_COMPARED, (("why", "no-prints"),))
    there = next((one for one in answer.pictures if address and one.url == address and one.prints), None)
    if there:
        return Observation(Noted.PICTURE_REPLACED, (("url", there.url),))
    unseen = sum(1 for one in answer.pictures if not one.prints)
    if unseen:
        return Observation(Noted.PICTURE_NOT_COMPARED, (("why", "not-seen"), ("count", str(unseen))))
    return Observation(Noted.PICTURE_ABSENT, (("count", str(len(answer.pictures))),))


def shown_then(wish: Wanted, wanted: PictureReading, earlier: Earlier | None) -> PictureReading | None:
    """The picture as the page showed it before; None where that is not known."""
    held = earlier.pictures if earlier else ()
    return next((one for one in held if one.sha256 == wanted.sha256 or _is_it(wish, wanted, one)), None)


def _is_it(wish: Wanted, wanted: PictureReading, shown: PictureReading) -> bool:
    return shown.sha256 in wish.alike or alike_pictures(wanted, shown)


def alike_pictures(ours: PictureReading, theirs: PictureReading) -> bool:
    """Are they one picture by their prints? Prints of plain pictures tell nothing."""
    left = [one for one in ours.prints if one.quality >= PLAIN]
    right = [one for one in theirs.prints if one.quality >= PLAIN]
    return any(distance(a.pdq, b.pdq) <= SURE_BITS for a in left for b in right)
