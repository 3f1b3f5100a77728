"""The tax on a set of lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from orders_tax.rates import Category, RateTable


class Rounding(StrEnum):
    """Where the computation rounds to whole minor units."""

    PER_LINE = "per-line"
    PER_INVOICE = "per-invoice"


@dataclass(frozen=True, slots=True)
class TaxableLine:
    """A net amount and how the law classes it."""

    net: Decimal
    category: Category


@dataclass(frozen=True, slots=True)
class RateTotal:
    """What an invoice must state for each rate."""

    percent: Decimal
    net: Decimal
    tax: Decimal


@dataclass(frozen=True, slots=True)
class Assessment:
    """Totals by rate, highest rate first."""

    rates: tuple[RateTotal, ...]

    @property
    def total(self) -> Decimal:
        return sum((rate.tax for rate in self.rates), Decimal(0))


def tax_on(net: Decimal, percent: Decimal, places: int = 2) -> Decimal:
    """The tax on a net amount, rounded half up to the currency's minor unit."""
    return (net * percent / 100).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def assess(
    lines: Iterable[TaxableLine],
    table: RateTable,
    *,
    country: str,
    on: date,
    rounding: Rounding = Rounding.PER_INVOICE,
    places: int = 2,
) -> Assessment:
    """Taxes every line at the rate in force on the day of supply.

    Raises `UnknownRateError` when the table has no rate for one of them.
    """
    net_by_percent: dict[Decimal, Decimal] = {}
    tax_by_percent: dict[Decimal, Decimal] = {}
    for line in lines:
        percent = table.percent(country, line.category, on)
        net_by_percent[percent] = net_by_percent.get(percent, Decimal(0)) + line.net
        tax_by_percent[percent] = tax_by_percent.get(percent, Decimal(0)) + tax_on(
            line.net, percent, places
        )
    if rounding is Rounding.PER_INVOICE:
        tax_by_percent = {
            percent: tax_on(net, percent, places) for percent, net in net_by_percent.items()
        }
    return Assessment(
        tuple(
            RateTotal(percent, net_by_percent[percent], tax_by_percent[percent])
            for percent in sorted(net_by_percent, reverse=True)
        )
    )
