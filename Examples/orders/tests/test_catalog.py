from pathlib import Path

import pytest

from orders import Catalog, Money
from orders.discounts import BulkDiscount, SpendDiscount, Voucher
from orders.errors import UnknownProductError, UnreadableFileError
from orders_tax import Category


def test_products_and_rules_come_from_the_file(catalog: Catalog) -> None:
    tea = catalog.product("TEA-001")
    assert (tea.unit_price, tea.category) == (Money.of("11.90", "EUR"), Category.REDUCED)
    assert len(catalog) == len(list(catalog)) == 5
    assert [type(rule) for rule in catalog.rules] == [BulkDiscount, SpendDiscount, Voucher]


@pytest.mark.parametrize(
    ("sku", "message"),
    [
        ("TEA-01", "unknown product TEA-01, did you mean TEA-001?"),
        ("XX-99999", "unknown product XX-99999"),
    ],
)
def test_an_unknown_product_is_named(catalog: Catalog, sku: str, message: str) -> None:
    with pytest.raises(UnknownProductError) as caught:
        catalog.product(sku)
    assert str(caught.value) == message
    assert caught.value.sku == sku


@pytest.mark.parametrize(
    "text",
    [
        "currency = ",
        'currency = "EUR"',
        'currency = "EUR"\nproducts = [{ sku = "TEA-001", name = "Tea", price = "-1" }]',
        'currency = "EUR"\nproducts = []\nbulk = [{ sku = "TEA-001", minimum = 5, percent = 0 }]',
    ],
    ids=["syntax", "no products", "negative price", "pointless discount"],
)
def test_a_broken_catalog_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "catalog.toml"
    path.write_text(text)
    with pytest.raises(UnreadableFileError) as caught:
        Catalog.load(path)
    assert caught.value.path == path


def test_a_missing_catalog_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="No such file"):
        Catalog.load(tmp_path / "none.toml")
