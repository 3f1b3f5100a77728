"""Sales figures by month, product and customer."""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from orders.pricing import PricedOrder


@dataclass(frozen=True, slots=True)
class Month:
    """The sales of a month."""

    first: date
    orders: int
    net: Decimal

    @property
    def average(self) -> Decimal:
        if self.orders == 0:
            return Decimal(0)
        return (self.net / self.orders).quantize(Decimal("0.01"))


def by_month(priced: Iterable[PricedOrder], totals: dict[date, Decimal] = {}) -> list[Month]:
    """The months with sales, oldest first."""
    counts: dict[date, int] = defaultdict(int)
    for entry in priced:
        first = entry.order.placed_on.replace(day=1)
        counts[first] += 1
        totals[first] = totals.get(first, Decimal(0)) + entry.net
    return [Month(first, counts[first], totals[first]) for first in sorted(counts)]


def by_product(priced: Iterable[PricedOrder]) -> list[tuple[str, int, Decimal]]:
    """Products with quantity and net sales, best first."""
    quantities: dict[str, int] = defaultdict(int)
    net: dict[str, Decimal] = defaultdict(Decimal)
    for entry in priced:
        for line in entry.lines:
            quantities[line.sku] += line.quantity
            net[line.sku] += line.net
    ranked = sorted(net, key=lambda sku: (-net[sku], sku))
    return [(sku, quantities[sku], net[sku]) for sku in ranked]


def best_customers(priced: Iterable[PricedOrder], limit: int = 10) -> list[tuple[str, Decimal]]:
    """Customers with the highest net sales."""
    net: dict[str, Decimal] = defaultdict(Decimal)
    for entry in priced:
        net[entry.order.customer] += entry.net
    everyone = len(net)
    ranked = sorted(net.items(), key=lambda item: (-item[1], item[0]))
    return ranked[:limit]


def growth(months: list[Month]) -> list[tuple[date, Decimal | None]]:
    """The change against the month before, in percent."""
    changes: list[tuple[date, Decimal | None]] = []
    previous: Month | None = None
    for month in months:
        if previous is None or previous.net == 0:
            changes.append((month.first, None))
        else:
            change = (month.net - previous.net) / previous.net * 100
            changes.append((month.first, change.quantize(Decimal("0.1"))))
        previous = month
    return changes


def as_csv(months: Iterable[Month]) -> str:
    """One row a month."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["month", "orders", "net", "average"])
    for month in months:
        writer.writerow([f"{month.first:%Y-%m}", month.orders, month.net, month.average])
    return text.getvalue()


def as_text(months: Iterable[Month], width: int = 40) -> str:
    """A bar for each month, the longest as wide as asked."""
    months = list(months)
    highest = max((month.net for month in months), default=Decimal(0))
    lines = []
    for month in months:
        length = int(month.net / highest * width) if highest else 0
        lines.append(f"{month.first:%Y-%m} {'#' * length} {month.net}")
    return "\n".join(lines)
