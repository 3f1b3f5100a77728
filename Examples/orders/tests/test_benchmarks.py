"""How fast the paths are that every order takes."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from builders import make_order
from pytest_benchmark.fixture import BenchmarkFixture

from orders import Catalog, Inventory, Invoice, InvoiceRenderer, load_orders, price
from orders_tax import RateTable

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_price_an_order(benchmark: BenchmarkFixture, catalog: Catalog, taxes: RateTable) -> None:
    order = make_order(
        {"POT-100": 3, "CUP-010": 12, "TEA-001": 4, "TEA-002": 2, "BOOK-500": 1}, voucher="WELCOME"
    )
    assert len(benchmark(price, order, catalog, taxes).lines) == 5


def test_render_an_invoice(benchmark: BenchmarkFixture, catalog: Catalog, taxes: RateTable) -> None:
    priced = price(make_order({"POT-100": 3, "CUP-010": 12, "TEA-001": 4}), catalog, taxes)
    renderer = InvoiceRenderer()
    invoice = Invoice("2026-00001", date(2026, 3, 5), priced)
    assert benchmark(renderer.render, invoice).startswith("INVOICE 2026-00001")


def test_load_a_file_of_two_thousand_rows(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    rows = ["id,placed_at,currency,name,email,country,voucher,sku,quantity"]
    rows += [
        f"C-{order:04},2026-03-04T10:00:00Z,EUR,Ada,ada@shop.example,DE,,{sku},2"
        for order in range(500)
        for sku in ("TEA-001", "TEA-002", "POT-100", "CUP-010")
    ]
    path.write_text("\n".join(rows))
    assert len(benchmark(load_orders, path)) == 500


def test_reserve_and_expire_a_thousand_orders(benchmark: BenchmarkFixture) -> None:
    def day() -> list[str]:
        inventory = Inventory({"TEA-001": 5_000})
        for number in range(1_000):
            hold = timedelta(minutes=number % 60)
            inventory.reserve(f"O-{number:04}", {"TEA-001": 5}, now=NOW, hold=hold)
        return inventory.expire(NOW + timedelta(hours=1))

    assert len(benchmark(day)) == 1_000
