"""Chance that stays the same whatever else is asked for."""

import numpy as np
import pytest

from stegvis.synthetic.luck import Luck

PEOPLE = np.arange(20_000)


def test_a_draw_does_not_depend_on_who_else_is_drawn_for():
    luck = Luck(1, "amal")

    alone = luck.uniform("age", [17], 5)
    together = luck.uniform("age", PEOPLE, 5)

    assert alone[0] == together[17]


@pytest.mark.parametrize("other", [Luck(2, "amal"), Luck(1, "varmdo")])
def test_another_seed_or_place_has_other_luck(other):
    assert not (Luck(1, "amal").uniform("age", PEOPLE) == other.uniform("age", PEOPLE)).any()


def test_topics_and_keys_are_independent_of_each_other():
    luck = Luck(1, "amal")
    draws = [
        luck.uniform("age", PEOPLE, 1),
        luck.uniform("sex", PEOPLE, 1),
        luck.uniform("age", PEOPLE, 2),
        luck.uniform("age", PEOPLE + 1, 1),
    ]

    correlations = np.corrcoef(draws)[np.triu_indices(len(draws), 1)]
    assert (np.abs(correlations) < 0.03).all()


def test_draws_fill_the_whole_range_evenly():
    draws = Luck(1, "amal").uniform("age", PEOPLE)

    counts = np.histogram(draws, bins=20, range=(0, 1))[0]
    assert draws.min() >= 0
    assert draws.max() < 1
    assert (np.abs(counts - len(PEOPLE) / 20) < 150).all()


def test_a_mix_is_drawn_as_often_as_its_weights_say():
    drawn = Luck(1, "amal").pick("kind", {"a": 3, "b": 1, "never": 0}, PEOPLE)

    assert set(drawn) == {"a", "b"}
    assert abs((drawn == "a").mean() - 0.75) < 0.01


def test_whole_numbers_stay_inside_their_limits():
    drawn = Luck(1, "amal").whole("days", 3, 6, PEOPLE)

    assert sorted(set(drawn.tolist())) == [3, 4, 5]
