from typing import Any

import pytest
from pydantic import ValidationError

from orders.models import Order

VALID = {
    "id": "A-1",
    "placed_on": "2026-03-02",
    "customer": "Ada",
    "lines": [{"sku": "TEA-001", "quantity": 1}],
}


def test_a_valid_order() -> None:
    assert Order.model_validate(VALID).lines[0].quantity == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"customer": ""},
        {"lines": []},
        {"lines": [{"sku": "tea", "quantity": 1}]},
        {"lines": [{"sku": "TEA-001", "quantity": 0}]},
        {"coupon": "WELCOME"},
    ],
)
def test_an_invalid_order_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Order.model_validate(VALID | changes)
