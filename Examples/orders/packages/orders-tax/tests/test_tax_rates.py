from datetime import date
from decimal import Decimal

import pytest

from orders_tax import Category, Rate, RateTable, UnknownRateError

TABLE = RateTable.builtin()


@pytest.mark.parametrize(
    ("country", "category", "on", "percent"),
    [
        ("DE", Category.STANDARD, "2020-06-30", "19"),
        ("DE", Category.STANDARD, "2020-07-01", "16"),
        ("DE", Category.STANDARD, "2020-12-31", "16"),
        ("DE", Category.STANDARD, "2021-01-01", "19"),
        ("CH", Category.STANDARD, "2023-12-31", "7.7"),
        ("CH", Category.REDUCED, "2024-01-01", "2.6"),
        ("FR", Category.REDUCED, "2026-01-01", "5.5"),
        ("GB", Category.ZERO, "2026-01-01", "0"),
    ],
)
def test_the_rate_in_force_on_a_day(
    country: str, category: Category, on: str, percent: str
) -> None:
    assert TABLE.percent(country, category, date.fromisoformat(on)) == Decimal(percent)


def test_before_the_first_rate_nothing_is_known() -> None:
    day = date(2006, 12, 31)
    with pytest.raises(UnknownRateError) as caught:
        TABLE.percent("DE", Category.STANDARD, day)
    error = caught.value
    assert (error.country, error.category, error.on) == ("DE", Category.STANDARD, day)


def test_a_zero_rate_needs_a_known_country() -> None:
    with pytest.raises(UnknownRateError):
        TABLE.percent("XX", Category.ZERO, date(2026, 1, 1))


@pytest.mark.parametrize("percent", ["-1", "100.5"])
def test_an_impossible_rate_is_refused(percent: str) -> None:
    with pytest.raises(ValueError, match="between 0 and 100"):
        Rate("DE", Category.STANDARD, date(2026, 1, 1), Decimal(percent))


def test_rates_may_come_in_any_order() -> None:
    later = Rate("SE", Category.STANDARD, date(2026, 1, 1), Decimal(25))
    earlier = Rate("SE", Category.STANDARD, date(2020, 1, 1), Decimal(24))
    table = RateTable([later, earlier])
    assert table.percent("SE", Category.STANDARD, date(2025, 1, 1)) == 24
    assert table.countries() == {"SE"}
