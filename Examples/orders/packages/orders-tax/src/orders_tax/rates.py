"""Rates by country and category, each with the day it came into force."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Self


class Category(StrEnum):
    """How the law classes a product."""

    STANDARD = "standard"
    REDUCED = "reduced"
    ZERO = "zero"


class UnknownRateError(LookupError):
    """No rate is known for this country and category on this day."""

    def __init__(self, country: str, category: Category, on: date) -> None:
        super().__init__(f"no {category} rate for {country} on {on.isoformat()}")
        self.country = country
        self.category = category
        self.on = on


@dataclass(frozen=True, slots=True)
class Rate:
    """A percentage in force from a day on, until the next rate replaces it."""

    country: str
    category: Category
    valid_from: date
    percent: Decimal

    def __post_init__(self) -> None:
        if not 0 <= self.percent <= 100:
            raise ValueError(f"a tax rate is between 0 and 100 percent, not {self.percent}")


class RateTable:
    """Answers which rate applied on a day; rates may be given in any order."""

    def __init__(self, rates: Iterable[Rate]) -> None:
        self._history: dict[tuple[str, Category], list[Rate]] = {}
        for rate in sorted(rates, key=lambda rate: rate.valid_from):
            self._history.setdefault((rate.country, rate.category), []).append(rate)

    @classmethod
    def builtin(cls) -> Self:
        """The table that ships with the package."""
        return cls(
            Rate(country, category, date.fromisoformat(day), Decimal(percent))
            for country, category, day, percent in _BUILTIN
        )

    def countries(self) -> frozenset[str]:
        return frozenset(country for country, _ in self._history)

    def percent(self, country: str, category: Category, on: date) -> Decimal:
        """The percentage in force on a day; raises `UnknownRateError` when there is none.

        A country with any rate at all taxes the zero category at nothing.
        """
        if category is Category.ZERO and country in self.countries():
            return Decimal(0)
        history = self._history.get((country, category), [])
        index = bisect_right(history, on, key=lambda rate: rate.valid_from)
        if index == 0:
            raise UnknownRateError(country, category, on)
        return history[index - 1].percent


_BUILTIN = (
    ("CH", Category.STANDARD, "2018-01-01", "7.7"),
    ("CH", Category.STANDARD, "2024-01-01", "8.1"),
    ("CH", Category.REDUCED, "2011-01-01", "2.5"),
    ("CH", Category.REDUCED, "2024-01-01", "2.6"),
    ("DE", Category.STANDARD, "2007-01-01", "19"),
    ("DE", Category.STANDARD, "2020-07-01", "16"),
    ("DE", Category.STANDARD, "2021-01-01", "19"),
    ("DE", Category.REDUCED, "2007-01-01", "7"),
    ("DE", Category.REDUCED, "2020-07-01", "5"),
    ("DE", Category.REDUCED, "2021-01-01", "7"),
    ("FR", Category.STANDARD, "2014-01-01", "20"),
    ("FR", Category.REDUCED, "2014-01-01", "5.5"),
    ("GB", Category.STANDARD, "2011-01-04", "20"),
    ("GB", Category.REDUCED, "2011-01-04", "5"),
    ("JP", Category.STANDARD, "2019-10-01", "10"),
    ("JP", Category.REDUCED, "2019-10-01", "8"),
    ("NL", Category.STANDARD, "2012-10-01", "21"),
    ("NL", Category.REDUCED, "2019-01-01", "9"),
)
