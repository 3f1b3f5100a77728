"""From an order to what it costs."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from orders.catalog import Catalog
from orders.discounts import discount
from orders.models import Order

CENT = Decimal("0.01")


def tax_on(net: Decimal, percent: Decimal) -> Decimal:
    """The tax on a net amount, in whole cents."""
    return (net * percent / 100).quantize(CENT, rounding=ROUND_HALF_EVEN)


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line with its amounts."""

    sku: str
    name: str
    quantity: int
    gross: Decimal
    discount: Decimal
    tax: Decimal

    @property
    def net(self) -> Decimal:
        return self.gross - self.discount


@dataclass(frozen=True, slots=True)
class PricedOrder:
    """An order with its totals."""

    order: Order
    lines: tuple[PricedLine, ...]

    @property
    def net(self) -> Decimal:
        return sum((line.net for line in self.lines), Decimal(0))

    @property
    def tax(self) -> Decimal:
        return sum((line.tax for line in self.lines), Decimal(0))

    @property
    def total(self) -> Decimal:
        return self.net + self.tax


def price(order: Order, catalog: Catalog) -> PricedOrder:
    """Prices, discounts and taxes an order."""
    lines = []
    for line in order.lines:
        product = catalog.product(line.sku)
        gross = product.unit_price * line.quantity
        reduction = discount(gross, line.quantity)
        tax = tax_on(gross - reduction, product.tax_percent)
        lines.append(PricedLine(line.sku, product.name, line.quantity, gross, reduction, tax))
    return PricedOrder(order, tuple(lines))
