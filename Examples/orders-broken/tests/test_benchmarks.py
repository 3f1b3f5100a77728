from pytest_benchmark.fixture import BenchmarkFixture

from orders.catalog import Catalog
from orders.inventory import Movement, reconcile
from orders.models import Order
from orders.pricing import price


def test_price_an_order(benchmark: BenchmarkFixture, order: Order, catalog: Catalog) -> None:
    assert len(benchmark(price, order, catalog).lines) == 2


def test_reconcile_a_year_of_movements(benchmark: BenchmarkFixture) -> None:
    skus = [f"TEA-{number:04}" for number in range(1_600)]
    movements = [Movement(sku, change) for change in (40, -10, -8, -7, -5) for sku in skus]
    counted = dict.fromkeys(skus, 10)
    assert benchmark(reconcile, counted, movements) == []
