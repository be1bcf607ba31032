"""Every metric's SQL against a slow, plain computation, on SQLite and PostgreSQL."""

import math

import pytest

import slow_assistance
import slow_exits
import slow_offers
import slow_participation
from metric_closes import INCLUDE, context_of, figures_of, loaded
from slow_week import SlowWeek
from stegvis.adapters.metric_files import load_catalogue
from stegvis.steps.metrics.publish import close_week

SLOW = {
    name: function
    for module in (slow_assistance, slow_exits, slow_offers, slow_participation)
    for name, function in vars(module).items()
    if not name.startswith("_")
}

WORLDS = [
    ("varmdo", "2026-W47", 1),
    ("trollhattan", "2026-W47", 2),
    ("amal", "2026-W53", 3),
    ("linkoping", "2026-W01", 4),
    ("kramfors", "2026-W31", 5),
    ("varmdo", "2026-W53", 6),
]


@pytest.mark.parametrize(("slug", "iso_week", "seed"), WORLDS)
def test_every_metric_agrees_with_a_slow_computation(warehouse, tmp_path, slug, iso_week, seed):
    world = loaded(warehouse, slug, iso_week, seed)
    context = context_of(warehouse, tmp_path, world)
    _close_others(warehouse, tmp_path, context, world, seed)
    found = figures_of(context, iso_week)
    week = SlowWeek(world, context.programmes, context.calendar)
    differing = {}
    for metric_id in load_catalogue(context.settings.include_dir):
        expected = SLOW[metric_id](week)
        mine = {key[1:]: both for key, both in found.items() if key[0] == metric_id}
        if not _agree(expected, mine):
            differing[metric_id] = (expected, mine)
    assert differing == {}


def _close_others(warehouse, folder, context, world, seed):
    """The week before, and another municipality with people of the same names."""
    close_week(context, world.week.previous.iso_week)
    other = "kramfors" if world.municipality.slug != "kramfors" else "amal"
    neighbour = loaded(warehouse, other, world.week.iso_week, seed + 100)
    close_week(context_of(warehouse, folder, neighbour), world.week.iso_week)


def test_every_metric_has_a_slow_twin():
    assert set(load_catalogue(INCLUDE)) <= set(SLOW)


def _agree(expected, found):
    """Same keys, same numbers; what cannot be had is null everywhere."""
    if expected is None:
        return all(_is_null(number) for both in found.values() for number in both)
    if set(expected) != set(found):
        return False
    return all(
        _same(one, other)
        for key, both in expected.items()
        for one, other in zip(both, found[key], strict=True)
    )


def _same(expected, found):
    return _is_null(found) if expected is None else expected == found


def _is_null(number):
    return number is None or math.isnan(number)
