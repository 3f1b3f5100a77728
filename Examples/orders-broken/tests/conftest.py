from datetime import date
from decimal import Decimal

import pytest

from orders.catalog import Catalog
from orders.models import Order, OrderLine, Product


@pytest.fixture
def catalog() -> Catalog:
    return Catalog(
        [
            Product(
                sku="TEA-001", name="Assam", unit_price=Decimal("11.90"), tax_percent=Decimal(7)
            ),
            Product(sku="CUP-010", name="Porcelain cup", unit_price=Decimal("7.25")),
        ]
    )


@pytest.fixture
def order() -> Order:
    return Order(
        id="A-1",
        placed_on=date(2026, 3, 2),
        customer="Teehaus Nord GmbH",
        lines=(OrderLine(sku="TEA-001", quantity=2), OrderLine(sku="CUP-010", quantity=12)),
    )
