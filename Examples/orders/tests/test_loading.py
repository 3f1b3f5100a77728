from pathlib import Path

import pytest

from orders import load_orders
from orders.errors import UnreadableFileError

ORDER = (
    '"id": "A-1", "placed_at": "2026-03-02T00:00:00Z",'
    '"customer": {"name": "Ada", "email": "ada@shop.example", "country": "DE"}'
)


@pytest.mark.parametrize(
    ("name", "ids", "lines"),
    [
        ("orders.json", ["A-1001", "A-1002"], [3, 2]),
        ("orders.toml", ["B-2001"], [2]),
        ("orders.csv", ["C-3001", "C-3002"], [2, 1]),
    ],
)
def test_the_samples_load(samples: Path, name: str, ids: list[str], lines: list[int]) -> None:
    orders = load_orders(samples / name)
    assert [order.id for order in orders] == ids
    assert [len(order.lines) for order in orders] == lines


def test_an_empty_csv_cell_is_no_voucher(samples: Path) -> None:
    assert [order.voucher for order in load_orders(samples / "orders.csv")] == [None, "WELCOME"]


def test_one_json_order_needs_no_array(tmp_path: Path) -> None:
    path = tmp_path / "one.JSON"
    path.write_text(f'{{{ORDER}, "lines": [{{"sku": "TEA-001", "quantity": 1}}]}}')
    assert [order.id for order in load_orders(path)] == ["A-1"]


def test_one_toml_order_needs_no_array(tmp_path: Path) -> None:
    path = tmp_path / "one.toml"
    path.write_text(
        'id = "A-1"\nplaced_at = 2026-03-02T00:00:00Z\n'
        'customer = { name = "Ada", email = "ada@shop.example", country = "DE" }\n'
        'lines = [{ sku = "TEA-001", quantity = 1 }]\n'
    )
    assert [order.id for order in load_orders(path)] == ["A-1"]


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("a.xml", "<order/>", r"unknown format, expected one of \.json, \.toml, \.csv"),
        ("a.json", "[", "JSONDecodeError"),
        ("a.json", "[5]", "order 1: Input should be"),
        ("a.json", f'{{{ORDER}, "lines": []}}', "order 1, lines: Tuple should have at least"),
        ("a.toml", "id = ", "TOMLDecodeError"),
        ("a.toml", "orders = 5", "order 1: Input should be"),
        ("a.csv", "id,name\nA-1,Ada\n", "KeyError"),
        ("a.csv", 'id,name\nA-1,"Ada\n', "unexpected end of data"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, name: str, text: str, reason: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(UnreadableFileError, match=reason):
        load_orders(path)


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(UnreadableFileError, match="UnicodeDecodeError"):
        load_orders(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="FileNotFoundError"):
        load_orders(tmp_path / "none.json")
