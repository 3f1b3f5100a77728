"""Discount rules. Each sees what the rules before it left to pay."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Protocol

import attrs

from orders.models import Order
from orders.money import Money

Reductions = Mapping[str, Money]
"""How much comes off each line, by SKU; a line left out keeps its price."""


class DiscountRule(Protocol):
    """A rule answers with reductions; `pricing` sees to it that no line goes below zero."""

    def reductions(self, order: Order, payable: Mapping[str, Money]) -> Reductions: ...


@attrs.frozen
class BulkDiscount:
    """A percentage off one product from a quantity on."""

    sku: str
    minimum: int
    percent: Decimal

    def reductions(self, order: Order, payable: Mapping[str, Money]) -> Reductions:
        if order.quantities.get(self.sku, 0) < self.minimum:
            return {}
        return {self.sku: (payable[self.sku] * self.percent * Decimal("0.01")).rounded()}


@attrs.frozen
class SpendDiscount:
    """A percentage off everything once the order reaches a threshold."""

    threshold: Money
    percent: Decimal

    def reductions(self, order: Order, payable: Mapping[str, Money]) -> Reductions:
        total = Money.total(payable.values(), order.currency)
        if total < self.threshold:
            return {}
        return _spread((total * self.percent * Decimal("0.01")).rounded(), payable)


@attrs.frozen
class Voucher:
    """A fixed amount off, once the customer names the code, up to and including a day."""

    code: str
    amount: Money
    valid_until: date

    def reductions(self, order: Order, payable: Mapping[str, Money]) -> Reductions:
        if order.voucher != self.code or order.placed_at.date() > self.valid_until:
            return {}
        total = Money.total(payable.values(), order.currency)
        return _spread(min(self.amount, total), payable)


def _spread(amount: Money, payable: Mapping[str, Money]) -> Reductions:
    """Over the lines in proportion, because each line is taxed at its own rate."""
    weights = [money.amount for money in payable.values()]
    if amount.amount == 0 or not any(weights):
        return {}
    return dict(zip(payable, amount.allocate(weights), strict=True))
