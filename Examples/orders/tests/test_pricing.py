from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from builders import make_order
from hypothesis import given
from hypothesis import strategies as st

from orders import Catalog, Money, Product, price
from orders.discounts import BulkDiscount, DiscountRule, SpendDiscount, Voucher
from orders.errors import CurrencyMismatchError, UnknownProductError
from orders_tax import RateTable, Rounding, UnknownRateError


def euros(amount: str) -> Money:
    return Money.of(amount, "EUR")


@pytest.mark.parametrize(
    ("quantities", "net", "discount", "tax", "total"),
    [
        ({"TEA-001": 1}, "11.90", "0", "0.83", "12.73"),
        ({"CUP-010": 5}, "36.25", "0", "6.89", "43.14"),
        ({"CUP-010": 6}, "39.15", "4.35", "7.44", "46.59"),
        ({"POT-100": 4}, "243.20", "12.80", "46.21", "289.41"),
        ({"POT-100": 3, "CUP-010": 12, "TEA-001": 4}, "302.00", "24.60", "51.96", "353.96"),
    ],
)
def test_the_price_of_an_order(
    catalog: Catalog,
    taxes: RateTable,
    quantities: dict[str, int],
    net: str,
    discount: str,
    tax: str,
    total: str,
) -> None:
    priced = price(make_order(quantities), catalog, taxes)
    assert priced.net == euros(net)
    assert priced.discount == euros(discount)
    assert priced.tax == euros(tax)
    assert priced.total == euros(total)


@pytest.mark.parametrize(
    ("voucher", "day", "net"),
    [
        ("WELCOME", 30, "54.00"),
        ("WELCOME", 31, "54.00"),
        ("welcome", 31, "64.00"),
        (None, 31, "64.00"),
    ],
)
def test_a_voucher_needs_its_code(
    catalog: Catalog,
    taxes: RateTable,
    voucher: str | None,
    day: int,
    net: str,
) -> None:
    placed_at = datetime(2026, 12, day, 23, 59, tzinfo=UTC)
    order = make_order({"POT-100": 1}, voucher=voucher, placed_at=placed_at)
    assert price(order, catalog, taxes).net == euros(net)


def test_a_voucher_ends(catalog: Catalog, taxes: RateTable) -> None:
    order = make_order(
        {"POT-100": 1}, voucher="WELCOME", placed_at=datetime(2027, 1, 1, tzinfo=UTC)
    )
    assert price(order, catalog, taxes).net == euros("64.00")


def test_a_voucher_never_pays_out(catalog: Catalog, taxes: RateTable) -> None:
    priced = price(make_order({"CUP-010": 1}, voucher="WELCOME"), catalog, taxes)
    assert priced.net == euros("0.00")
    assert priced.total == euros("0.00")


def test_nothing_is_taken_off_nothing(taxes: RateTable) -> None:
    rules: list[DiscountRule] = [
        SpendDiscount(euros("0"), Decimal(10)),
        Voucher("FREE", euros("5"), date(2026, 12, 31)),
    ]
    free = Catalog([Product("GIFT-001", "Gift card", euros("0"))], rules)
    assert price(make_order({"GIFT-001": 1}, voucher="FREE"), free, taxes).total == euros("0.00")


def test_rules_see_what_is_left(taxes: RateTable) -> None:
    rules: list[DiscountRule] = [
        BulkDiscount("TEA-001", 2, Decimal(50)),
        SpendDiscount(euros("100"), Decimal(10)),
    ]
    shop = Catalog([Product("TEA-001", "Tea", euros("60"))], rules)
    assert price(make_order({"TEA-001": 2}), shop, taxes).net == euros("60")
    assert price(make_order({"TEA-001": 4}), shop, taxes).net == euros("108")


def test_the_day_of_supply_decides_the_rate(catalog: Catalog, taxes: RateTable) -> None:
    order = make_order({"POT-100": 1})
    assert price(order, catalog, taxes, on=date(2020, 8, 1)).tax == euros("10.24")
    assert price(order, catalog, taxes).tax == euros("12.16")


def test_rounding_per_line(catalog: Catalog, taxes: RateTable) -> None:
    order = make_order({"TEA-001": 2, "TEA-002": 1})
    assert price(order, catalog, taxes, Rounding.PER_LINE).tax == euros("2.69")
    assert price(order, catalog, taxes, Rounding.PER_INVOICE).tax == euros("2.68")


def test_a_currency_without_cents(taxes: RateTable) -> None:
    shop = Catalog([Product("TEA-001", "Tea", Money.of(1985, "JPY"))])
    priced = price(make_order({"TEA-001": 1}, country="JP", currency="JPY"), shop, taxes)
    assert priced.total == Money.of(1985 + 199, "JPY")


def test_what_cannot_be_priced_is_refused(catalog: Catalog, taxes: RateTable) -> None:
    with pytest.raises(UnknownProductError):
        price(make_order({"TEA-009": 1}), catalog, taxes)
    with pytest.raises(CurrencyMismatchError):
        price(make_order({"TEA-001": 1}, currency="USD"), catalog, taxes)
    with pytest.raises(UnknownRateError):
        price(make_order({"TEA-001": 1}, country="BR"), catalog, taxes)


quantities = st.dictionaries(
    st.sampled_from(["TEA-001", "TEA-002", "POT-100", "CUP-010", "BOOK-500"]),
    st.integers(min_value=1, max_value=50),
    min_size=1,
)


@given(quantities, st.sampled_from([None, "WELCOME"]), st.sampled_from(["DE", "FR", "NL"]))
def test_the_parts_add_up(
    catalog: Catalog,
    taxes: RateTable,
    chosen: dict[str, int],
    voucher: str | None,
    country: str,
) -> None:
    order = make_order(chosen, country=country, voucher=voucher)
    priced = price(order, catalog, taxes)
    gross = Money.total((line.gross for line in priced.lines), "EUR")
    assert gross - priced.discount + priced.tax == priced.total
    assert sum(rate.net for rate in priced.assessment.rates) == priced.net.amount
    assert all(line.net.amount >= 0 for line in priced.lines)
