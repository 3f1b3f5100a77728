"""Stock: what is on the shelf, and whether the books agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Movement:
    """Goods that came in (positive) or went out (negative)."""

    sku: str
    change: int


@dataclass(frozen=True, slots=True)
class Difference:
    """A shelf whose count is not what the books say."""

    sku: str
    counted: int
    booked: int


class OutOfStockError(Exception):
    """An order asks for more than there is."""


class Inventory:
    """Counts of goods by SKU."""

    def __init__(self, stock: Mapping[str, int]) -> None:
        self._stock = dict(stock)

    def available(self, sku: str) -> int:
        return self._stock.get(sku, 0)

    def take(self, quantities: Mapping[str, int]) -> None:
        """Takes everything or, with an `OutOfStockError`, nothing."""
        missing = [sku for sku, count in quantities.items() if count > self.available(sku)]
        if missing:
            raise OutOfStockError(f"out of stock: {', '.join(sorted(missing))}")
        for sku, count in quantities.items():
            self._stock[sku] -= count


def reconcile(counted: Mapping[str, int], movements: Sequence[Movement]) -> list[Difference]:
    """Compares a stock count with the sum of all movements."""
    differences = []
    for sku, count in counted.items():
        booked = sum(movement.change for movement in movements if movement.sku == sku)
        if booked != count:
            differences.append(Difference(sku, count, booked))
    return differences
