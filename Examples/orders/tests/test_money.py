from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.errors import CurrencyMismatchError
from orders.money import Money, minor_units

amounts = st.decimals(min_value=-1_000_000, max_value=1_000_000, places=2)
weights = st.lists(st.decimals(min_value=0, max_value=1000, places=2), min_size=1, max_size=12)


def euros(amount: str | int) -> Money:
    return Money.of(amount, "EUR")


def test_arithmetic() -> None:
    assert euros("1.10") + euros("2.20") == euros("3.30")
    assert euros("1.00") - euros("2.50") == euros("-1.50")
    assert euros("1.25") * 3 == euros("3.75")
    assert euros(1) < euros(2)
    assert euros(2) <= euros(2)


@pytest.mark.parametrize("operator", ["__add__", "__sub__", "__lt__", "__le__"])
def test_currencies_do_not_mix(operator: str) -> None:
    with pytest.raises(CurrencyMismatchError, match="cannot combine EUR with USD"):
        getattr(euros(1), operator)(Money.of(1, "USD"))


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        ("0.125", "EUR", "0.12"),
        ("0.135", "EUR", "0.14"),
        ("-0.125", "EUR", "-0.12"),
        ("1234.5", "JPY", "1234"),
        ("1.0005", "KWD", "1.000"),
    ],
)
def test_rounding_is_half_even_at_the_minor_unit(amount: str, currency: str, expected: str) -> None:
    assert Money.of(amount, currency).rounded().amount == Decimal(expected)


def test_minor_units_come_from_the_currency() -> None:
    assert (minor_units("EUR"), minor_units("JPY"), minor_units("KWD")) == (2, 0, 3)


def test_a_float_is_not_money() -> None:
    with pytest.raises(TypeError):
        Money(0.1, "EUR")  # type: ignore[arg-type]


def test_a_currency_has_three_capitals() -> None:
    with pytest.raises(ValueError, match="currency"):
        Money.of(1, "euro")


@pytest.mark.parametrize(
    ("amount", "shares", "expected"),
    [
        ("10.00", ["1", "1", "1"], ["3.34", "3.33", "3.33"]),
        ("0.05", ["3", "7"], ["0.02", "0.03"]),
        ("-10.00", ["1", "1", "1"], ["-3.34", "-3.33", "-3.33"]),
        ("9.00", ["0", "1"], ["0.00", "9.00"]),
    ],
)
def test_allocation(amount: str, shares: list[str], expected: list[str]) -> None:
    allocated = euros(amount).allocate([Decimal(share) for share in shares])
    assert allocated == [euros(share) for share in expected]


@given(amounts, weights)
def test_allocation_loses_nothing(amount: Decimal, shares: list[Decimal]) -> None:
    if not any(shares):
        shares = [*shares, Decimal(1)]
    money = Money(amount, "EUR")
    assert Money.total(money.allocate(shares), "EUR") == money.rounded()


@pytest.mark.parametrize("shares", [[], ["0", "0"], ["2", "-1"]])
def test_allocation_needs_weights(shares: list[str]) -> None:
    with pytest.raises(ValueError, match="weights"):
        euros(1).allocate([Decimal(share) for share in shares])


@pytest.mark.parametrize(
    ("locale", "expected"),
    [("en_GB", "€1,234.50"), ("de_DE", "1.234,50\xa0€"), ("nl_NL", "€\xa01.234,50")],
)
def test_formatting_follows_the_locale(locale: str, expected: str) -> None:
    assert euros("1234.5").formatted(locale) == expected


def test_the_plain_form_is_rounded() -> None:
    assert str(euros("3.14159")) == "3.14 EUR"
