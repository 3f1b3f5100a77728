"""Value added tax: dated rates and rounding that can be defended in an audit."""

from orders_tax.assessment import Assessment, RateTotal, Rounding, TaxableLine, assess, tax_on
from orders_tax.rates import Category, Rate, RateTable, UnknownRateError

__all__ = [
    "Assessment",
    "Category",
    "Rate",
    "RateTable",
    "RateTotal",
    "Rounding",
    "TaxableLine",
    "UnknownRateError",
    "assess",
    "tax_on",
]
