"""What might match, not yet weighed? All that the checks may consult, as one value that can be kept beside the reading."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.record.calibration import Calibration
from firsthand.record.cases import Case
from firsthand.record.decisions import Decision
from firsthand.record.differences import Differences
from firsthand.record.passages import Passage, Region
from firsthand.record.where import Where


@dataclass(frozen=True, slots=True)
class ClaimLead:
    """A claim on file that shares words with a passage of the tip.

    `tip` names our passage in decisions (`text:SHA256` of the folded words). `wording` counts the claim's wordings from 0.
    `road` says how it was found (`words`, `passages`, `spelling`, `names`, `translation`, `meaning`); `score` orders leads of
    one passage and means nothing across two. `rare` is the share (0 to 1) of our words, then of theirs, that the other side
    has too, each word counted by its rarity in the casebook; None where nobody measured it. `likeness` is the cosine of
    both texts' sentence vectors, None without a model. `glosses` are pairs of term stems, ours and theirs, that a word list,
    a name on file or a likeness of spelling takes for the same word.
    """

    tip: str
    case: str
    claim: str
    wording: int
    passage: Passage
    road: str
    score: float
    rare: tuple[float, float] | None = None
    likeness: float | None = None
    glosses: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Overlap:
    """How one picture lies in another, point by point.

    `homography` (nine numbers, row by row) carries points of the picture on file to points of ours, both as fractions of
    width and height. `agreeing` features of `compared` lie where it says; `spread` (0 to 1) is the share of the common part
    over which these are strewn. `likeness` and `whole` are the correlation (-1 to 1) of the gray values of both, among these
    features and over all of the common part; None where these were not at hand. `own` (0 to 1) is the share of the agreeing
    features that agree with no picture on file which otherwise looks different, as lettering and the frames of posts do.
    `drawn` (0 to 1) is the share that stands on letters or signs. `firm` features are of neither kind and look nearly the
    same in both. `rival` is how many features agree with the next best picture on file.
    """

    homography: tuple[float, ...]
    agreeing: int
    compared: int
    spread: float
    likeness: float | None = None
    rival: int = 0
    whole: float | None = None
    own: float = 1.0
    drawn: float = 0.0
    firm: int = 0


@dataclass(frozen=True, slots=True)
class PictureLead:
    """A picture on file whose print is near one of ours, or many of whose points lie as they do in ours.

    `distance` is in bits of 256 (256 where no prints are near), `quality` the lower of the two. `ours` and `theirs` are the
    part that both show, in our picture and in the one on file. `differences` say how ours was made of it, None where nobody
    laid the two upon each other.
    """

    tip: str
    case: str
    picture: str
    distance: int
    quality: int
    ours: Region
    theirs: Region
    overlap: Overlap | None = None
    differences: Differences | None = None


SHORTENED = frozenset({"initials", "surname", "abbreviation"})
"""Roads by which a name was found that somebody else may bear too: a surname alone accuses nobody."""


@dataclass(frozen=True, slots=True)
class SubjectLead:
    """A subject whose name stands in a text of the tip, named by the passage's text hash; `road` as in `ports.NameHit`."""

    case: str
    subject: str
    name: str
    lang: str
    passage: Passage
    road: str = "name"


@dataclass(frozen=True, slots=True)
class PlaceLead:
    """What a place named in the record may mean: an entry's value and `within`, and the places of that name."""

    name: str
    within: tuple[str, ...]
    candidates: tuple[Where, ...]


@dataclass(frozen=True, slots=True)
class Lack:
    """What recall could not look at, and why. `code` is the check that misses it."""

    code: str
    reason: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Leads:
    """Leads best first, the cases they point into (whole, as they stood), what places mean, and what people decided.

    `notes` are plain sentences on what the search did without and a reader should know, such as a word list that is not
    installed; no failures. `calibration` is the casebook's own, None where the shipped one is in use.
    """

    claims: tuple[ClaimLead, ...] = ()
    pictures: tuple[PictureLead, ...] = ()
    subjects: tuple[SubjectLead, ...] = ()
    cases: tuple[Case, ...] = ()
    places: tuple[PlaceLead, ...] = ()
    decisions: tuple[Decision, ...] = ()
    lacking: tuple[Lack, ...] = ()
    notes: tuple[str, ...] = ()
    calibration: Calibration | None = None

    def case(self, id: str) -> Case | None:
        return next((case for case in self.cases if case.id == id), None)
