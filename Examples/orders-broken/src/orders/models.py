"""Orders as they arrive, validated once at the edge."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Sku = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,4}-\d{3,5}$")]


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Product(Model):
    """Something for sale, with its net price."""

    sku: Sku
    name: str
    unit_price: Annotated[Decimal, Field(ge=0)]
    tax_percent: Annotated[Decimal, Field(ge=0, le=100)] = Decimal(19)


class OrderLine(Model):
    """How many of what."""

    sku: Sku
    quantity: Annotated[int, Field(gt=0)]


class Order(Model):
    """What a customer asked for."""

    id: str
    placed_on: date
    customer: Annotated[str, StringConstraints(min_length=1)]
    lines: Annotated[tuple[OrderLine, ...], Field(min_length=1)]
