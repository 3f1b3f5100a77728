"""The products for sale and the discounts that apply to them."""

import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Self

import attrs
from pydantic import Field, ValidationError

from orders.discounts import BulkDiscount, DiscountRule, SpendDiscount, Voucher
from orders.errors import UnknownProductError, UnreadableFileError
from orders.models import CurrencyCode, Model, Sku
from orders.money import Money
from orders_tax import Category

Percent = Annotated[Decimal, Field(gt=0, le=100)]
Price = Annotated[Decimal, Field(ge=0)]


@attrs.frozen
class Product:
    """Something for sale, with its net price."""

    sku: str
    name: str
    unit_price: Money
    category: Category = Category.STANDARD


class Catalog:
    """Products by SKU, and the discount rules in the order they apply."""

    def __init__(self, products: Iterable[Product], rules: Iterable[DiscountRule] = ()) -> None:
        self._products = {product.sku: product for product in products}
        self.rules = tuple(rules)

    def __len__(self) -> int:
        return len(self._products)

    def __iter__(self) -> Iterator[Product]:
        return iter(self._products.values())

    def product(self, sku: str) -> Product:
        try:
            return self._products[sku]
        except KeyError:
            close = get_close_matches(sku, self._products, n=1)
            raise UnknownProductError(sku, close[0] if close else None) from None

    @classmethod
    def load(cls, path: Path) -> Self:
        """Reads a catalog from TOML; every amount is in the catalog's currency."""
        try:
            with path.open("rb") as file:
                document = _CatalogFile.model_validate(tomllib.load(file))
        except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
            raise UnreadableFileError(path, str(error)) from error
        return cls(document.build_products(), document.build_rules())


class _ProductEntry(Model):
    sku: Sku
    name: str
    price: Price
    category: Category = Category.STANDARD


class _BulkEntry(Model):
    sku: Sku
    minimum: Annotated[int, Field(gt=1)]
    percent: Percent


class _SpendEntry(Model):
    threshold: Price
    percent: Percent


class _VoucherEntry(Model):
    code: str
    amount: Price
    valid_until: date


class _CatalogFile(Model):
    currency: CurrencyCode
    products: tuple[_ProductEntry, ...]
    bulk: tuple[_BulkEntry, ...] = ()
    spend: tuple[_SpendEntry, ...] = ()
    vouchers: tuple[_VoucherEntry, ...] = ()

    def build_products(self) -> Iterator[Product]:
        for entry in self.products:
            price = Money.of(entry.price, self.currency)
            yield Product(entry.sku, entry.name, price, entry.category)

    def build_rules(self) -> Iterator[DiscountRule]:
        """Line discounts first, then the whole order's, then vouchers on what is left."""
        for bulk in self.bulk:
            yield BulkDiscount(bulk.sku, bulk.minimum, bulk.percent)
        for spend in self.spend:
            yield SpendDiscount(Money.of(spend.threshold, self.currency), spend.percent)
        for voucher in self.vouchers:
            amount = Money.of(voucher.amount, self.currency)
            yield Voucher(voucher.code, amount, voucher.valid_until)
