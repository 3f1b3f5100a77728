"""Orders as they arrive: validated once at the edge, trusted inside."""

from collections import Counter
from typing import Annotated, Self

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

Sku = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,4}-\d{3,5}$")]
OrderId = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9-]{3,24}$")]
CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
CurrencyCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class Model(BaseModel):
    """Immutable, and a misspelt key is an error rather than lost data."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Customer(Model):
    """Who buys, and where the goods are taxed."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    email: Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
    country: CountryCode
    vat_id: str | None = None

    @field_validator("country", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @model_validator(mode="after")
    def _vat_id_is_of_the_country(self) -> Self:
        # Greece is the one country whose VAT prefix is not its ISO code.
        prefix = "EL" if self.country == "GR" else self.country
        if self.vat_id is not None and not self.vat_id.startswith(prefix):
            raise ValueError(f"a VAT id of {self.country} starts with {prefix}")
        return self


class OrderLine(Model):
    """How many of what."""

    sku: Sku
    quantity: Annotated[int, Field(gt=0, le=10_000)]


class Order(Model):
    """What a customer asked for, before anyone put a price on it."""

    id: OrderId
    placed_at: AwareDatetime
    currency: CurrencyCode = "EUR"
    customer: Customer
    lines: Annotated[tuple[OrderLine, ...], Field(min_length=1)]
    voucher: str | None = None

    @field_validator("lines")
    @classmethod
    def _each_sku_once(cls, lines: tuple[OrderLine, ...]) -> tuple[OrderLine, ...]:
        repeated = [sku for sku, count in Counter(line.sku for line in lines).items() if count > 1]
        if repeated:
            raise ValueError(f"{', '.join(repeated)} on more than one line")
        return lines

    @property
    def quantities(self) -> dict[str, int]:
        return {line.sku: line.quantity for line in self.lines}
