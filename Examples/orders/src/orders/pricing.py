"""From an order to what it costs."""

from datetime import date

import attrs
import structlog

from orders.catalog import Catalog, Product
from orders.models import Order
from orders.money import Money, minor_units
from orders_tax import Assessment, Category, RateTable, Rounding, TaxableLine, assess

log = structlog.get_logger(__name__)


@attrs.frozen
class PricedLine:
    """A line with its list price and what came off it."""

    sku: str
    name: str
    quantity: int
    unit_price: Money
    discount: Money
    category: Category

    @property
    def gross(self) -> Money:
        """Before discounts and before tax."""
        return (self.unit_price * self.quantity).rounded()

    @property
    def net(self) -> Money:
        """After discounts, before tax."""
        return self.gross - self.discount


@attrs.frozen
class PricedOrder:
    """An order whose every amount is settled."""

    order: Order
    lines: tuple[PricedLine, ...]
    assessment: Assessment

    @property
    def discount(self) -> Money:
        return Money.total((line.discount for line in self.lines), self.order.currency)

    @property
    def net(self) -> Money:
        return Money.total((line.net for line in self.lines), self.order.currency)

    @property
    def tax(self) -> Money:
        return Money.of(self.assessment.total, self.order.currency)

    @property
    def total(self) -> Money:
        return self.net + self.tax


def price(
    order: Order,
    catalog: Catalog,
    taxes: RateTable,
    rounding: Rounding = Rounding.PER_INVOICE,
    on: date | None = None,
) -> PricedOrder:
    """Prices, discounts and taxes an order.

    `on` is the day of supply, which decides the tax rate; by default the day
    the order was placed. Raises `UnknownProductError`, `CurrencyMismatchError`
    when the catalog is in another currency, and `UnknownRateError`.
    """
    products = {line.sku: catalog.product(line.sku) for line in order.lines}
    gross = _gross(order, products)
    payable = _after_discounts(order, catalog, gross)
    lines = tuple(
        PricedLine(
            sku=line.sku,
            name=products[line.sku].name,
            quantity=line.quantity,
            unit_price=products[line.sku].unit_price,
            discount=gross[line.sku] - payable[line.sku],
            category=products[line.sku].category,
        )
        for line in order.lines
    )
    assessment = assess(
        (TaxableLine(line.net.amount, line.category) for line in lines),
        taxes,
        country=order.customer.country,
        on=on or order.placed_at.date(),
        rounding=rounding,
        places=minor_units(order.currency),
    )
    priced = PricedOrder(order, lines, assessment)
    log.debug("order priced", order=order.id, lines=len(lines), total=str(priced.total))
    return priced


def _gross(order: Order, products: dict[str, Product]) -> dict[str, Money]:
    # Starting from zero of the order's currency refuses a catalog in another one.
    nothing = Money.of(0, order.currency)
    return {
        line.sku: nothing + (products[line.sku].unit_price * line.quantity).rounded()
        for line in order.lines
    }


def _after_discounts(order: Order, catalog: Catalog, gross: dict[str, Money]) -> dict[str, Money]:
    payable = dict(gross)
    nothing = Money.of(0, order.currency)
    for rule in catalog.rules:
        for sku, reduction in rule.reductions(order, payable).items():
            payable[sku] = max(payable[sku] - reduction, nothing)
    return payable
