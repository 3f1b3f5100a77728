"""The products for sale."""

from collections.abc import Iterable
from pathlib import Path
from typing import Self

from pydantic import TypeAdapter

from orders.models import Product

_PRODUCTS = TypeAdapter(tuple[Product, ...])


class Catalog:
    """Products by SKU."""

    def __init__(self, products: Iterable[Product]) -> None:
        self._products = {product.sku: product for product in products}

    def __len__(self) -> int:
        return len(self._products)

    def product(self, sku: str) -> Product:
        return self._products.get(sku)

    @classmethod
    def load(cls, path: Path) -> Self:
        return cls(_PRODUCTS.validate_json(path.read_bytes()))
