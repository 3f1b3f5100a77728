"""Amounts of money: exact decimals that know their currency."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal
from typing import Self

import attrs
from babel.numbers import format_currency, get_currency_precision

from orders.errors import CurrencyMismatchError


def minor_units(currency: str) -> int:
    """How many decimal places the currency has: 2 for EUR, 0 for JPY."""
    return get_currency_precision(currency)


@attrs.frozen
class Money:
    """An amount in a currency; arithmetic across currencies is refused."""

    amount: Decimal = attrs.field(validator=attrs.validators.instance_of(Decimal))
    currency: str = attrs.field(validator=attrs.validators.matches_re(r"[A-Z]{3}"))

    @classmethod
    def of(cls, amount: Decimal | int | str, currency: str) -> Self:
        return cls(Decimal(amount), currency)

    @classmethod
    def total(cls, amounts: Iterable[Self], currency: str) -> Self:
        """The sum, which is zero of the given currency when there is nothing to add."""
        result = cls.of(0, currency)
        for amount in amounts:
            result = result + amount
        return result

    def __add__(self, other: Self) -> Self:
        self._require_same_currency(other)
        return attrs.evolve(self, amount=self.amount + other.amount)

    def __sub__(self, other: Self) -> Self:
        self._require_same_currency(other)
        return attrs.evolve(self, amount=self.amount - other.amount)

    def __mul__(self, factor: Decimal | int) -> Self:
        return attrs.evolve(self, amount=self.amount * factor)

    def __lt__(self, other: Self) -> bool:
        self._require_same_currency(other)
        return self.amount < other.amount

    def __le__(self, other: Self) -> bool:
        self._require_same_currency(other)
        return self.amount <= other.amount

    def rounded(self) -> Self:
        """To whole minor units, half to even, so that many roundings do not drift."""
        unit = Decimal(1).scaleb(-minor_units(self.currency))
        return attrs.evolve(self, amount=self.amount.quantize(unit, rounding=ROUND_HALF_EVEN))

    def allocate(self, weights: Sequence[Decimal]) -> list[Self]:
        """Splits the amount in proportion to the weights without losing a cent.

        Shares are rounded down and the cents left over go to the largest
        remainders, the earlier share first when remainders are equal.
        """
        whole = sum(weights, Decimal(0))
        if whole <= 0 or any(weight < 0 for weight in weights):
            raise ValueError("weights must not be negative, and not all zero")
        unit = Decimal(1).scaleb(-minor_units(self.currency))
        exact = [self.amount * weight / whole for weight in weights]
        shares = [share.quantize(unit, rounding=ROUND_DOWN) for share in exact]
        left_over = int((self.rounded().amount - sum(shares)) / unit)
        step = unit if left_over > 0 else -unit
        by_remainder = sorted(
            range(len(shares)), key=lambda index: -abs(exact[index] - shares[index])
        )
        for index in by_remainder[: abs(left_over)]:
            shares[index] += step
        return [attrs.evolve(self, amount=share) for share in shares]

    def formatted(self, locale: str) -> str:
        """As people of the locale write it: `1.234,50 €`."""
        return format_currency(self.amount, self.currency, locale=locale)

    def __str__(self) -> str:
        return f"{self.rounded().amount} {self.currency}"

    def _require_same_currency(self, other: Self) -> None:
        if self.currency != other.currency:
            raise CurrencyMismatchError(self.currency, other.currency)
