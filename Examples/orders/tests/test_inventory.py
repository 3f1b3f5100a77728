from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from orders import Inventory
from orders.errors import OutOfStockError, ReservationError, UnreadableFileError

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOLD = timedelta(hours=48)


@pytest.fixture
def inventory() -> Inventory:
    return Inventory({"TEA-001": 10, "CUP-010": 4})


def test_a_reservation_lowers_what_is_available(inventory: Inventory) -> None:
    reservation = inventory.reserve("A-1", {"TEA-001": 3}, now=NOW, hold=HOLD)
    assert reservation.expires_at == NOW + HOLD
    assert inventory.available("TEA-001") == 7
    assert inventory.available("CUP-010") == 4
    assert inventory.available("POT-100") == 0


def test_a_reservation_is_all_or_nothing(inventory: Inventory) -> None:
    wanted = {"TEA-001": 5, "CUP-010": 6, "POT-100": 1}
    with pytest.raises(OutOfStockError) as caught:
        inventory.reserve("A-1", wanted, now=NOW, hold=HOLD)
    assert caught.value.missing == {"CUP-010": 2, "POT-100": 1}
    assert str(caught.value) == "out of stock: CUP-010 (2 short), POT-100 (1 short)"
    assert inventory.available("TEA-001") == 10


def test_an_order_reserves_once(inventory: Inventory) -> None:
    inventory.reserve("A-1", {"TEA-001": 1}, now=NOW, hold=HOLD)
    with pytest.raises(ReservationError, match="already"):
        inventory.reserve("A-1", {"TEA-001": 1}, now=NOW, hold=HOLD)


def test_released_goods_are_on_sale_again(inventory: Inventory) -> None:
    inventory.reserve("A-1", {"TEA-001": 10}, now=NOW, hold=HOLD)
    inventory.release("A-1")
    assert inventory.available("TEA-001") == 10
    with pytest.raises(ReservationError, match="no reservation"):
        inventory.release("A-1")


def test_shipped_goods_are_gone(inventory: Inventory) -> None:
    inventory.reserve("A-1", {"TEA-001": 4}, now=NOW, hold=HOLD)
    inventory.ship("A-1")
    assert inventory.available("TEA-001") == 6


def test_expiry_releases_what_is_overdue_oldest_first(inventory: Inventory) -> None:
    inventory.reserve("A-1", {"TEA-001": 1}, now=NOW, hold=timedelta(hours=2))
    inventory.reserve("A-2", {"TEA-001": 1}, now=NOW, hold=timedelta(hours=1))
    inventory.reserve("A-3", {"TEA-001": 1}, now=NOW, hold=timedelta(hours=3))
    assert inventory.expire(NOW + timedelta(hours=2)) == ["A-2", "A-1"]
    assert inventory.available("TEA-001") == 9


def test_saved_stock_loads_again(inventory: Inventory, tmp_path: Path) -> None:
    path = tmp_path / "stock.json"
    inventory.reserve("A-1", {"TEA-001": 3}, now=NOW, hold=HOLD)
    inventory.save(path)
    loaded = Inventory.load(path)
    assert loaded.available("TEA-001") == 7
    assert loaded.release("A-1").expires_at == NOW + HOLD
    assert [entry.name for entry in tmp_path.iterdir()] == ["stock.json"]


@pytest.mark.parametrize("text", ["{", '{"stock": {"TEA-001": -1}}', "[]"])
def test_a_broken_stock_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "stock.json"
    path.write_text(text)
    with pytest.raises(UnreadableFileError, match=r"stock\.json"):
        Inventory.load(path)
