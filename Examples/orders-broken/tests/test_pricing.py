from datetime import date
from decimal import Decimal

import pytest

from orders import invoices
from orders.catalog import Catalog
from orders.discounts import share
from orders.models import Order
from orders.pricing import price, tax_on


@pytest.mark.parametrize(
    ("net", "percent", "expected"),
    [
        ("100.00", "19", "19.00"),
        ("19.99", "5.5", "1.10"),
        ("0.49", "5", "0.02"),
        ("0.70", "5", "0.04"),
        ("0", "19", "0.00"),
    ],
)
def test_tax_is_in_whole_cents(net: str, percent: str, expected: str) -> None:
    assert tax_on(Decimal(net), Decimal(percent)) == Decimal(expected)


def test_half_a_cent_of_tax_rounds_up() -> None:
    assert tax_on(Decimal("0.50"), Decimal(5)) == Decimal("0.03")


@pytest.mark.parametrize(
    ("quantity", "expected"), [(1, "0"), (5, "0"), (6, "0.05"), (12, "0.10"), (100, "0.15")]
)
def test_the_discount_grows_with_the_quantity(quantity: int, expected: str) -> None:
    assert share(quantity) == Decimal(expected)


def test_the_price_of_an_order(order: Order, catalog: Catalog) -> None:
    priced = price(order, catalog)
    assert priced.net == Decimal("102.10")
    assert priced.tax == Decimal("16.55")
    assert priced.total == Decimal("118.65")


def test_the_invoice_states_the_total(order: Order, catalog: Catalog) -> None:
    text = invoices.render("2026-00001", date(2026, 3, 5), price(order, catalog))
    assert text.startswith("INVOICE 2026-00001\nIssued 2026-03-05, due 2026-04-04\n")
    assert "Total 118.65\n" in text
