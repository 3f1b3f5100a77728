import pytest

from orders.inventory import Difference, Inventory, Movement, OutOfStockError, reconcile


def test_goods_are_taken() -> None:
    inventory = Inventory({"TEA-001": 10, "CUP-010": 4})
    inventory.take({"TEA-001": 3, "CUP-010": 4})
    assert inventory.available("TEA-001") == 7
    assert inventory.available("CUP-010") == 0


def test_all_or_nothing_is_taken() -> None:
    inventory = Inventory({"TEA-001": 10})
    with pytest.raises(OutOfStockError, match="out of stock: CUP-010"):
        inventory.take({"TEA-001": 3, "CUP-010": 1})
    assert inventory.available("TEA-001") == 10


def test_differences_are_reported() -> None:
    movements = [Movement("TEA-001", 10), Movement("TEA-001", -3), Movement("CUP-010", 4)]
    assert reconcile({"TEA-001": 7, "CUP-010": 3}, movements) == [Difference("CUP-010", 3, 4)]
