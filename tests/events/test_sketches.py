"""The plan of places: what is north is higher, what is far is far, and nothing leaves the frame."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from crm.events.domain.sketches import HEIGHT, WIDTH, draw_spots
from crm.partners.domain.positions import Spot


def spot(latitude: str, longitude: str) -> Spot:
    return Spot(Decimal(latitude), Decimal(longitude))


SPOTS = st.builds(
    Spot,
    st.decimals(min_value="46.7", max_value="46.9", places=6),
    st.decimals(min_value="-71.4", max_value="-71", places=6),
)


def test_a_walk_goes_from_each_to_the_next_and_back_where_it_was() -> None:
    north, south = spot("46.812", "-71.22"), spot("46.810", "-71.23")

    sketch = draw_spots([south, north, south])

    assert sketch is not None
    below, above = sketch.marks
    assert sketch.trail == f"M{below.x} {below.y}L{above.x} {above.y}L{below.x} {below.y}"


def test_north_is_up_and_west_is_left() -> None:
    sketch = draw_spots([spot("46.810", "-71.23"), spot("46.812", "-71.22")])

    assert sketch is not None
    south_west, north_east = sketch.marks
    assert (south_west.label, north_east.label) == ("1", "2")
    assert (south_west.x < north_east.x, south_west.y > north_east.y) == (True, True)


def test_the_scale_says_what_it_measures() -> None:
    """A hundredth of a degree of latitude is 1,113 m."""
    sketch = draw_spots([spot("46.80", "-71.23"), spot("46.81", "-71.23")])

    assert sketch is not None
    apart = sketch.marks[0].y - sketch.marks[1].y
    assert abs(sketch.scale_units / apart - sketch.scale_metres / 1113.2) < 0.01
    assert sketch.scale_words == "500\u00a0m"


def test_places_that_would_cover_each_other_share_a_mark() -> None:
    sketch = draw_spots([spot("46.8000", "-71.2300"), spot("46.8001", "-71.2300"), spot("46.9000", "-71.2300")])

    assert sketch is not None
    assert [mark.label for mark in sketch.marks] == ["1, 2", "3"]


def test_one_place_has_no_distance_to_show() -> None:
    assert draw_spots([]) is None
    assert draw_spots([spot("46.8", "-71.2")] * 2) is None


@given(st.lists(SPOTS, min_size=2, max_size=20, unique=True))
def test_every_mark_stands_in_the_frame(spots: list[Spot]) -> None:
    sketch = draw_spots(spots)

    assert sketch is not None
    assert all(30 <= mark.x <= WIDTH - 100 and 30 <= mark.y <= HEIGHT - 100 for mark in sketch.marks)
    assert 0 < sketch.scale_units <= WIDTH / 4
