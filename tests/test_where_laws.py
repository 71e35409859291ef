"""Do places obey the laws of what can be one point on the map, in a small made-up world of places in places?

In that world a place is a set of points: two continents of two countries of two regions of two districts of two towns each, and
wide areas that overlap all of them. A place that is said or on file knows what contains it whole, in part, or not at all, and two
authorities may know it by two keys. Its towns are far from each other, but for the law on neighbours: a town's name may be used
loosely for what lies around it, and a region's is not, so that the laws on widening do not speak of neighbours.

1. Contradiction is symmetric.
2. It is sound: what is contradicted shares no point, and what is supported lies inside what is said, whatever is not known.
3. It is complete where all is known, but for wide areas: what shares no point is contradicted, what lies inside is supported.
4. Wide areas never exclude.
5. Widening either side to what contains it never turns `unresolved` or `supported` into `contradicted`.
6. Widening the record never makes `supported` of anything; widening what is said keeps support.
7. Contradicted becomes supported in one step, from a place to what next contains it, only where that holds all of the record.
8. Knowing less (a container, a position) never makes `contradicted` or `supported` of what was not.
9. Of a name that may mean several places: one more meaning accuses nobody, and all have to be excluded.
10. Two settlements nearer than FAR_KM never contradict, whatever contains them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from firsthand.record.outcome import Outcome
from firsthand.record.where import FAR_KM, Area, Level, Where, compare, compare_any, kilometres

C, S, U = Outcome.CONTRADICTED, Outcome.SUPPORTED, Outcome.UNRESOLVED
LEVELS = (Level.CONTINENT, Level.COUNTRY, Level.REGION, Level.DISTRICT, Level.SETTLEMENT)

Point = tuple[int, ...]


@dataclass(frozen=True)
class Spot:
    """A place of the world: its points, and where it stands if it is a town."""

    path: Point
    level: Level
    points: frozenset[Point]
    at: tuple[float, float] | None = None

    @property
    def key(self) -> str:
        return f"map:{self.level.name}-{''.join(map(str, self.path))}"


TOWNS: list[Point] = list(product((0, 1), repeat=5))
FIELDS: list[Point] = [(*path, 2) for path in product((0, 1), repeat=4)]
"""In each district, the land outside its towns."""


def _spot(path: Point) -> Spot:
    level = LEVELS[len(path) - 1]
    points = frozenset(point for point in (*TOWNS, *FIELDS) if point[: len(path)] == path)
    at = (float(TOWNS.index(path)), float(TOWNS.index(path) % 7)) if level is Level.SETTLEMENT else None
    return Spot(path, level, points, at)


PLACES = [_spot(path) for length in range(1, 6) for path in product((0, 1), repeat=length)]
AREAS = [
    Spot((9, number), Level.AREA, frozenset().union(*(spot.points for spot in PLACES if spot.path in paths)))
    for number, paths in enumerate(
        [
            ((0, 0, 0), (0, 0, 1)),
            ((0, 0, 1), (0, 1, 0)),
            ((0, 1), (1, 0)),
            ((0, 0, 0, 0), (1, 1, 1, 1)),
            ((0, 0), (0, 1), (1, 0)),
        ]
    )
]
WORLD = [*PLACES, *AREAS]


def containers(spot: Spot) -> list[Spot]:
    """What contains it, nearest first; wide areas among them."""
    return sorted(
        (other for other in WORLD if other is not spot and spot.points <= other.points and other.points != spot.points),
        key=lambda other: len(other.points),
    )


def where(
    spot: Spot, *, kept: frozenset[int] = frozenset(range(20)), other: bool = False, placed: bool = True
) -> Where:
    """The place as somebody knows it: some of its containers, by the keys of one authority or of another."""

    def key(one: Spot) -> str:
        return one.key.replace("map:", "atlas:") if other else one.key

    chain = [Area(key(one), one.level, one.key) for i, one in enumerate(containers(spot)) if i in kept]
    return Where(key(spot), spot.level, spot.key, tuple(chain), spot.at if placed else None)


spots = st.sampled_from(WORLD)
kept = st.frozensets(st.integers(0, 8))


@st.composite
def known(draw: st.DrawFn) -> tuple[Spot, Where]:
    """A place of the world, and what somebody knows of it."""
    spot = draw(spots)
    return spot, where(spot, kept=draw(kept), other=draw(st.booleans()), placed=draw(st.booleans()))


@given(known(), known())
def test_law_1_contradiction_is_symmetric(one: tuple[Spot, Where], other: tuple[Spot, Where]) -> None:
    assert (compare(one[1], other[1]) is C) == (compare(other[1], one[1]) is C)


@given(known(), known())
def test_law_2_answers_are_sound_whatever_is_not_known(said: tuple[Spot, Where], held: tuple[Spot, Where]) -> None:
    answer = compare(said[1], held[1])
    if answer is C:
        assert not said[0].points & held[0].points
    if answer is S:
        assert held[0].points <= said[0].points


@given(st.sampled_from(PLACES), st.sampled_from(PLACES))
def test_law_3_answers_are_complete_where_all_is_known(said: Spot, held: Spot) -> None:
    inside, apart = held.points <= said.points, not held.points & said.points
    assert compare(where(said), where(held)) is (S if inside else C if apart else U)


@given(st.sampled_from(AREAS), known())
def test_law_4_areas_never_exclude_by_themselves(area: Spot, other: tuple[Spot, Where]) -> None:
    bare = where(area, kept=frozenset())
    assert compare(bare, other[1]) is not C
    assert compare(other[1], bare) is not C
    if other[0].points < area.points:
        assert compare(where(area), where(other[0])) is S


def steps(spot: Spot) -> list[Spot]:
    """The place, then what contains it, wider and wider; areas left out, since they overlap the steps."""
    return [spot, *(one for one in containers(spot) if one.level is not Level.AREA)]


@given(st.sampled_from(PLACES), st.sampled_from(PLACES), kept)
def test_law_5_widening_accuses_nobody(said: Spot, held: Spot, less: frozenset[int]) -> None:
    before = compare(where(said, kept=less), where(held))
    for wider in steps(said):
        if compare(where(said), where(held)) is not C:
            assert compare(where(wider), where(held)) is not C
            assert compare(where(held), where(wider)) is not C
    assert before is not C or compare(where(said), where(held)) is C


@given(st.sampled_from(PLACES), st.sampled_from(PLACES))
def test_law_6_a_wider_record_bears_nothing_more_out(said: Spot, held: Spot) -> None:
    answer = compare(where(said), where(held))
    for wider in steps(held):
        if answer is not S:
            assert compare(where(said), where(wider)) is not S
    for wider in steps(said):
        if answer is S:
            assert compare(where(wider), where(held)) is S


@given(st.sampled_from(PLACES), st.sampled_from(PLACES))
def test_law_7_no_step_leads_from_contradicted_to_supported_but_over_the_whole_record(said: Spot, held: Spot) -> None:
    for wider in steps(said)[1:2]:
        if compare(where(said), where(held)) is C and compare(where(wider), where(held)) is S:
            assert held.points <= wider.points - said.points
    for wider in steps(held)[1:2]:
        assert not (compare(where(said), where(held)) is C and compare(where(said), where(wider)) is S)


@given(spots, spots, kept, kept)
def test_law_8_knowing_less_makes_nothing_sure(
    said: Spot, held: Spot, ours: frozenset[int], theirs: frozenset[int]
) -> None:
    less = compare(where(said, kept=ours, placed=False), where(held, kept=theirs, placed=False))
    if less is not U:
        assert compare(where(said), where(held)) is less


@given(st.lists(known(), min_size=1, max_size=3), st.lists(known(), min_size=1, max_size=3), known())
def test_law_9_of_several_meanings_all_have_to_be_excluded(
    said: list[tuple[Spot, Where]], held: list[tuple[Spot, Where]], more: tuple[Spot, Where]
) -> None:
    ours, theirs = [one for _, one in said], [one for _, one in held]
    answer = compare_any(ours, theirs)
    if answer is C:
        assert not any(one.points & other.points for one, _ in said for other, _ in held)
    if answer is not C:
        assert compare_any([*ours, more[1]], theirs) is not C
        assert compare_any(ours, [*theirs, more[1]]) is not C
    assert (answer is C) == (compare_any(theirs, ours) is C)


@given(
    st.sampled_from(TOWNS),
    st.sampled_from(TOWNS),
    st.floats(-60, 60),
    st.floats(-170, 170),
    st.floats(-1, 1),
    st.floats(-1, 1),
)
def test_law_10_neighbours_never_contradict(
    one: Point, other: Point, lat: float, lon: float, north: float, east: float
) -> None:
    ours = replace(where(_spot(one)), at=(lat, lon))
    theirs = replace(where(_spot(other)), at=(lat + north, lon + east))
    near = kilometres((lat, lon), (lat + north, lon + east)) < FAR_KM
    if near:
        assert compare(ours, theirs) is not C
    elif one != other:
        assert compare(ours, theirs) is C


VILLAGE = "name:zahadkove"


@given(st.sampled_from(PLACES), st.sampled_from(PLACES))
def test_a_bare_name_is_one_place_only_where_nothing_parts_the_two(one: Spot, other: Spot) -> None:
    """No gazetteer knows the village. In two countries it may be two, and bears nothing out; else it is one."""

    def village(spot: Spot) -> Where:
        chain = [Area(s.key, s.level, s.key) for s in steps(spot) if s.level is not Level.SETTLEMENT]
        return Where(VILLAGE, Level.SETTLEMENT, "Zahadkove", tuple(chain))

    ours, theirs = (next(s.path for s in steps(spot) if s.level is not Level.SETTLEMENT) for spot in (one, other))
    shared = ours[: len(theirs)] == theirs or theirs[: len(ours)] == ours
    assert compare(village(one), village(other)) is (S if shared else U)
    assert compare(village(one), Where(VILLAGE, Level.SETTLEMENT, "Zahadkove")) is S
