from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders_tax import (
    Category,
    RateTable,
    RateTotal,
    Rounding,
    TaxableLine,
    UnknownRateError,
    assess,
    tax_on,
)

DAY = date(2026, 3, 1)
TABLE = RateTable.builtin()
nets = st.decimals(min_value=0, max_value=100_000, places=2)


@pytest.mark.parametrize(
    ("net", "percent", "places", "expected"),
    [
        ("100.00", "19", 2, "19.00"),
        ("0.50", "5", 2, "0.03"),  # 0.025 rounds away from zero
        ("0.49", "5", 2, "0.02"),
        ("19.99", "5.5", 2, "1.10"),
        ("1980", "10", 0, "198"),
        ("-0.50", "5", 2, "-0.03"),
        ("0", "19", 2, "0.00"),
    ],
)
def test_tax_rounds_half_up(net: str, percent: str, places: int, expected: str) -> None:
    assert tax_on(Decimal(net), Decimal(percent), places) == Decimal(expected)


def test_lines_are_grouped_by_rate_highest_first() -> None:
    lines = [
        TaxableLine(Decimal("4.50"), Category.REDUCED),
        TaxableLine(Decimal("10.00"), Category.STANDARD),
        TaxableLine(Decimal("9.99"), Category.STANDARD),
        TaxableLine(Decimal("3.00"), Category.ZERO),
    ]
    assessment = assess(lines, TABLE, country="DE", on=DAY)
    assert assessment.rates == (
        RateTotal(Decimal(19), Decimal("19.99"), Decimal("3.80")),
        RateTotal(Decimal(7), Decimal("4.50"), Decimal("0.32")),
        RateTotal(Decimal(0), Decimal("3.00"), Decimal("0.00")),
    )
    assert assessment.total == Decimal("4.12")


def test_rounding_per_line_and_per_invoice_differ() -> None:
    lines = [TaxableLine(Decimal("0.13"), Category.STANDARD)] * 10
    per_line = assess(lines, TABLE, country="GB", on=DAY, rounding=Rounding.PER_LINE)
    per_invoice = assess(lines, TABLE, country="GB", on=DAY, rounding=Rounding.PER_INVOICE)
    assert per_line.total == Decimal("0.30")
    assert per_invoice.total == Decimal("0.26")


def test_nothing_to_tax() -> None:
    assert assess([], TABLE, country="DE", on=DAY).total == 0


def test_an_unknown_country_is_refused() -> None:
    with pytest.raises(UnknownRateError, match="no standard rate for XX"):
        assess([TaxableLine(Decimal(1), Category.STANDARD)], TABLE, country="XX", on=DAY)


@given(st.lists(nets, max_size=20))
def test_the_two_roundings_differ_by_at_most_half_a_cent_a_line(amounts: list[Decimal]) -> None:
    lines = [TaxableLine(net, Category.STANDARD) for net in amounts]
    totals = [
        assess(lines, TABLE, country="NL", on=DAY, rounding=rounding).total for rounding in Rounding
    ]
    assert abs(totals[0] - totals[1]) <= Decimal("0.005") * (len(lines) + 1)
