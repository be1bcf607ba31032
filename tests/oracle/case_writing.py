"""Chance, and how the cells of a case are spelt: files say the same in many ways."""

import random

YES_AND_NO = {True: ("1", "true", "J", "ja", "True", "JA"), False: ("0", "false", "N", "nej")}


class Luck(random.Random):
    """Chance with a seed. In a calm case the unusual is four times rarer."""

    def __init__(self, seed):
        super().__init__(seed)
        self.is_calm = self.random() < 0.6

    def mostly(self, usual, *others, odds=0.8):
        """The usual value, or now and then one of the others."""
        return self.choice(others) if self.seldom(1 - odds) else usual

    def seldom(self, odds):
        """Whether something unusual happens."""
        return self.random() < odds / (4 if self.is_calm else 1)


def a_yes_no(luck, value):
    """Yes or no in one of the accepted spellings; empty for None."""
    return "" if value is None else luck.choice(YES_AND_NO[value])


def a_date(luck, day):
    """A date, sometimes with the offset that real answers carry, or a time; empty for None."""
    if day is None:
        return ""
    return f"{day.isoformat()}{luck.choice(('', '', '', '+01:00', 'T00:00:00', ' 12:00'))}"


def an_amount(luck, kronor):
    """Whole kronor, sometimes as people write them; empty for None."""
    if kronor is None:
        return ""
    spelt = f"{kronor // 1000} {kronor % 1000:03},00" if kronor >= 1000 else f"{kronor},00"
    return luck.choice((str(kronor), str(kronor), spelt))


def a_spelling(luck, text):
    """The same words in other case or with spare space."""
    return luck.choice((text, text, text.upper(), text.replace(" ", "  "), f" {text.lower()} "))
