"""An invented municipality of sixty weeks, counted, published, and what a reader then knows.

Every number that a metric counts is here a sum of groups of people that nobody counts more
finely: those who left for studies in March and are women, say. So whatever a reader could set
up between published numbers, of whichever weeks, is an equation between groups.
"""

from collections import defaultdict

import numpy as np

from stegvis.domain.metrics.figures import Row, figure_of
from stegvis.domain.metrics.protection import published

FIVE = 5
WEEKS = 60
HISTORY = 3  # Months delivered before the first week, so that what rolls begins in sight.
SEXES = ("kvinna", "man")
GROUPS = (*SEXES, "skyddad")
REASONS = ("work", "studies", "other")
EXITS = {"work": "exits_to_work", "studies": "exits_to_studies", "other": "exits_other"}
HORIZONS = (3, 6, 12)
PROGRAMMES = ("a", "b")
UNITS = ("norr", "soder", "skyddad")


def aid_month_of(week):
    return HISTORY + week * 12 // 52


class Town:
    """How large each group of people is, drawn when somebody first asks.

    Args:
        seed: Of the draws.
        sizes: What groups of one kind have on the average, such as women who leave for studies;
            each kind has one of these, in all weeks.
    """

    def __init__(self, seed, sizes):
        self.random = np.random.default_rng(seed)
        self.averages = sizes
        self.kinds, self.drawn = {}, {}

    def size(self, group):
        if group not in self.drawn:
            kind = tuple(part for part in group if isinstance(part, str))
            if kind not in self.kinds:
                self.kinds[kind] = self.random.choice(self.averages)
            few = kind[-1] == "skyddad"
            self.drawn[group] = int(self.random.poisson(0.05 if few else self.kinds[kind]))
        return self.drawn[group]

    def count(self, groups):
        return sum(self.size(group) for group in groups)


def left(month, sexes=GROUPS, reasons=REASONS):
    """Everybody who left assistance in a month; by what they did, and for how long they stayed.

    A group's third part is how many of the horizons of 3, 6 and 12 months they stayed away.
    """
    return [
        ("left", month, reason, stayed, sex)
        for sex in sexes
        for reason in reasons
        for stayed in (range(4) if reason != "other" else (0,))
    ]


def stayed_away(month, horizon, sexes=GROUPS):
    least = HORIZONS.index(horizon) + 1
    return [group for group in left(month, sexes) if group[3] >= least]


class Numbers:
    """One week's figures, each with the groups that its numbers are made of."""

    def __init__(self, town, catalogue, week):
        self.town, self.catalogue = town, catalogue
        self.week, self.month = week, aid_month_of(week)
        self.figures, self.made_of = [], []

    def add(self, metric_id, place, numerator, denominator=None, beside=None, basis=None):
        made_of = {"numerator": numerator, "denominator": denominator, "beside_count": beside}
        counted = {
            name: None if groups is None else self.town.count(groups)
            for name, groups in made_of.items()
        }
        # A part of nobody has no row, which tells as much as a zero would.
        self.made_of.append({name: groups for name, groups in made_of.items() if groups})
        row = Row(*place, **counted, basis_count=basis)
        self.figures.append(figure_of(self.catalogue[metric_id], row))

    def all(self):
        self._exits()
        self._own_support()
        self._sums_of_months()
        self._participants()
        self._tasks()
        self._outcomes()
        return self

    def _with_sexes(self, metric_id, programme, groups, **others):
        """A figure of everybody and of each sex; ``groups`` gives the numbers' groups."""
        self.add(metric_id, (programme, "", ""), *groups(GROUPS), **others)
        for sex in SEXES:
            self.add(metric_id, (programme, "kon", sex), *groups((sex,)), **others)

    def _exits(self):
        for reason, metric_id in EXITS.items():
            self._with_sexes(metric_id, "", lambda sexes, r=reason: [left(self.month, sexes, [r])])
            for programme in PROGRAMMES:
                # What is registered late adds to a month's figure from week to week.
                self._with_sexes(
                    metric_id,
                    programme,
                    lambda sexes, p=programme, r=reason: [
                        [
                            ("ended", p, r, registered, self.month, sex)
                            for registered in range(self.week + 1)
                            if aid_month_of(registered) == self.month
                            for sex in sexes
                        ]
                    ],
                )

    def _own_support(self):
        for horizon in HORIZONS:
            ripe = range(max(0, self.month - horizon - 11), self.month - horizon + 1)
            unripe = range(max(0, self.month - horizon + 1), self.month + 1)

            def numbers(sexes, horizon=horizon, ripe=ripe, unripe=unripe):
                away = [group for m in ripe for group in stayed_away(m, horizon, sexes)]
                ended = [group for m in ripe for group in left(m, sexes)]
                return away, ended, [group for m in unripe for group in left(m, sexes)]

            for place, sexes in self._places():
                by = [(sex,) for sex in GROUPS] if place[1] else [GROUPS]
                fewest = min(
                    self.town.count(groups) or FIVE
                    for part in by
                    for groups in self._months_apart(horizon, ripe, unripe, part)
                )
                metric_id = f"self_sufficient_{horizon}m_share"
                self.add(metric_id, place, *numbers(sexes), basis=fewest)

    def _places(self):
        yield ("", "", ""), GROUPS
        for sex in SEXES:
            yield ("", "kon", sex), (sex,)

    def _months_apart(self, horizon, ripe, unripe, sexes):
        """What a month of a rolling share counts, as the metric's own statement has it."""
        for month in ripe:
            away = stayed_away(month, horizon, sexes)
            yield away
            yield [group for group in left(month, sexes) if group not in away]
        for month in unripe:
            yield left(month, sexes)

    def _sums_of_months(self):
        quarter = self.month // 3 * 3 - 3 if self.month % 3 != 2 else self.month // 3 * 3
        now = range(quarter, quarter + 3)
        for metric_id, months, before in (
            ("exits_to_work_quarter_change_previous", now, range(quarter - 3, quarter)),
            ("exits_to_work_quarter_change_yoy", now, range(quarter - 12, quarter - 9)),
            ("exits_to_work_ratio_to_base", range(self.month - 11, self.month + 1), range(12)),
        ):
            if min(*months, *before) < 0 or max(before) > self.month:
                continue  # Not all of them are delivered.
            sums = [
                [g for m in side for g in left(m, reasons=["work"])] for side in (months, before)
            ]
            fewest = min(
                self.town.count(left(month, reasons=["work"])) or FIVE
                for month in (*months, *before)
            )
            self.add(metric_id, ("", "", ""), *sums, basis=fewest)

    def _participants(self):
        self._with_sexes(
            "participants_distinct", "", lambda sexes: [self._taking_part(sexes, PROGRAMMES)]
        )
        for programme in PROGRAMMES:
            self._participants_of(programme)

    def _taking_part(self, sexes, programmes, employers="po"):
        """Persons, in one programme or in both; placed privately or otherwise."""
        return [
            ("taking part", self.week, which, employer, sex)
            for which in (*programmes, "both")
            for employer in employers
            for sex in sexes
        ]

    def _participants_of(self, programme):
        def persons(sexes):
            return self._taking_part(sexes, [programme])

        def placements(sexes):
            return persons(sexes) + [("twice", self.week, programme, sex) for sex in sexes]

        def private(sexes):
            return self._taking_part(sexes, [programme], "p")

        self._with_sexes("participants_distinct", programme, lambda sexes: [persons(sexes)])
        self._with_sexes("placements_active", programme, lambda sexes: [placements(sexes)])
        self._with_sexes("private_employer_placements", programme, lambda sexes: [private(sexes)])

    def _tasks(self):
        for metric_id, kinds in (("tasks_open", ("late", "early")), ("tasks_overdue", ("late",))):
            for programmes in (("a", "b", "none"), ("a",), ("b",)):
                name = "" if len(programmes) > 1 else programmes[0]
                for place, units in (
                    ((name, "", ""), UNITS),
                    ((name, "enhet", "norr"), ("norr",)),
                    ((name, "enhet", "soder"), ("soder",)),
                ):
                    groups = [
                        ("task", self.week, programme, kind, unit)
                        for programme in programmes
                        for kind in kinds
                        for unit in units
                    ]
                    self.add(metric_id, place, groups)

    def _outcomes(self):
        for metric_id in ("eligible", "not_eligible", "needs_review"):
            for programme in PROGRAMMES:
                self._with_sexes(
                    metric_id,
                    programme,
                    lambda sexes, m=metric_id, p=programme: [
                        [("screened", self.week, p, m, sex) for sex in sexes]
                    ],
                )


class Reader:
    """What somebody knows who has read every week: sums of groups, and which were hidden."""

    def __init__(self, town, catalogue):
        self.town, self.catalogue = town, catalogue
        self.known, self.hidden, self.beyond, self.shown = set(), set(), set(), 0
        self._hidden_in = defaultdict(set)

    def read(self, week):
        numbers = Numbers(self.town, self.catalogue, week).all()
        month = numbers.month
        earlier = {
            place: frozenset(month - hidden for hidden in months)
            for place, months in self._hidden_in.items()
        }
        told = published(numbers.figures, self.catalogue, FIVE, earlier)
        self._keep_what_is_beyond(numbers)
        for one, made_of in zip(told, numbers.made_of, strict=True):
            figure = one.figure
            place = (
                figure.metric_id,
                figure.programme_id,
                figure.dimension,
                figure.dimension_value,
            )
            if one.is_hidden:
                self._hidden_in[place].add(month)
                self._keep_hidden(made_of)
                continue
            self.shown += 1
            for name, groups in made_of.items():
                if getattr(figure, name) is not None:
                    assert getattr(figure, name) == self.town.count(groups)
                    self.known.add(frozenset(groups))

    def _keep_hidden(self, made_of):
        counted = {name: frozenset(groups) for name, groups in made_of.items()}
        numerator, denominator = counted.get("numerator"), counted.get("denominator")
        self.hidden |= set(counted.values())
        if numerator and denominator and numerator < denominator:
            self.hidden.add(denominator - numerator)

    def _keep_what_is_beyond(self, numbers):
        """What a total counts beyond its parts is no figure; that it is nobody may be known."""
        counted = {
            (figure.metric_id, figure.programme_id, figure.dimension_value): frozenset(groups)
            for figure, made_of in zip(numbers.figures, numbers.made_of, strict=True)
            for name, groups in made_of.items()
            if name == "numerator"
        }
        for (metric_id, programme_id, value), groups in counted.items():
            protected = frozenset(group for group in groups if group[-1] == "skyddad")
            whole = counted.get((self.catalogue[metric_id].part_of, programme_id, value), groups)
            self.beyond |= {protected, whole - groups} - {frozenset()}
            self.known |= {frozenset([group]) for group in protected if not self.town.size(group)}
