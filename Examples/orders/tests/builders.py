"""What tests build orders with."""

from collections.abc import Mapping
from datetime import UTC, datetime

from orders import Order


def make_order(
    quantities: Mapping[str, int],
    *,
    country: str = "DE",
    currency: str = "EUR",
    voucher: str | None = None,
    placed_at: datetime = datetime(2026, 3, 2, 12, tzinfo=UTC),
) -> Order:
    """An order of these quantities by SKU."""
    return Order.model_validate(
        {
            "id": "T-0001",
            "placed_at": placed_at,
            "currency": currency,
            "customer": {"name": "Test", "email": "test@shop.example", "country": country},
            "lines": [{"sku": sku, "quantity": quantity} for sku, quantity in quantities.items()],
            "voucher": voucher,
        }
    )
