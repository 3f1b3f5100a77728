from typing import Any

import pytest
from pydantic import ValidationError

from orders.models import Customer, Order


def document(**changes: Any) -> dict[str, Any]:
    return {
        "id": "A-1",
        "placed_at": "2026-03-02T09:15:00+01:00",
        "customer": {"name": "Ada", "email": "ada@shop.example", "country": "de"},
        "lines": [{"sku": "TEA-001", "quantity": 2}, {"sku": "CUP-010", "quantity": 1}],
    } | changes


def test_a_valid_order() -> None:
    order = Order.model_validate(document())
    assert order.currency == "EUR"
    assert order.customer.country == "DE"
    assert order.quantities == {"TEA-001": 2, "CUP-010": 1}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"id": "a 1"}, "id"),
        ({"placed_at": "2026-03-02T09:15:00"}, "timezone"),
        ({"currency": "euro"}, "currency"),
        ({"lines": []}, "at least 1 item"),
        ({"lines": [{"sku": "tea", "quantity": 1}]}, "sku"),
        ({"lines": [{"sku": "TEA-001", "quantity": 0}]}, "greater than 0"),
        ({"lines": [{"sku": "TEA-001", "quantity": 1}] * 2}, "TEA-001 on more than one line"),
        ({"coupon": "WELCOME"}, "Extra inputs"),
        ({"customer": {"name": "", "email": "a@b.example", "country": "DE"}}, "name"),
        ({"customer": {"name": "Ada", "email": "ada", "country": "DE"}}, "email"),
        ({"customer": {"name": "Ada", "email": "a@b.example", "country": 49}}, "country"),
    ],
)
def test_an_invalid_order_is_refused(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        Order.model_validate(document(**changes))


@pytest.mark.parametrize(
    ("country", "vat_id", "valid"),
    [
        ("DE", "DE123456789", True),
        ("DE", "FR123456789", False),
        ("GR", "EL123456789", True),
        ("GR", "GR123456789", False),
        ("DE", None, True),
    ],
)
def test_the_vat_id_belongs_to_the_country(country: str, vat_id: str | None, valid: bool) -> None:
    data = {"name": "Ada", "email": "ada@shop.example", "country": country, "vat_id": vat_id}
    if valid:
        assert Customer.model_validate(data).vat_id == vat_id
    else:
        with pytest.raises(ValidationError, match="starts with"):
            Customer.model_validate(data)
