"""Invoices: terms of payment, and the document the customer gets."""

from datetime import date
from enum import StrEnum

import attrs
from babel.dates import format_date
from babel.numbers import format_decimal
from dateutil.relativedelta import relativedelta
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from orders.money import Money
from orders.pricing import PricedOrder


class InvoiceFormat(StrEnum):
    TEXT = "txt"
    HTML = "html"


@attrs.frozen
class PaymentTerms:
    """So many days after the invoice, and then, if agreed, the end of that month."""

    days: int = attrs.field(default=30, validator=attrs.validators.ge(0))
    end_of_month: bool = False

    def due(self, issued: date) -> date:
        due = issued + relativedelta(days=self.days)
        return due + relativedelta(day=31) if self.end_of_month else due


@attrs.frozen
class Invoice:
    """A priced order that asks to be paid."""

    number: str
    issued: date
    priced: PricedOrder
    terms: PaymentTerms = PaymentTerms()

    @property
    def due(self) -> date:
        return self.terms.due(self.issued)


class InvoiceRenderer:
    """Renders invoices in one locale; build it once, it keeps compiled templates."""

    def __init__(self, locale: str = "en_GB") -> None:
        self._environment = Environment(
            loader=PackageLoader("orders"),
            autoescape=select_autoescape(["html.j2"]),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )

        def money(amount: Money) -> str:
            return amount.formatted(locale)

        def day(value: date) -> str:
            return format_date(value, format="long", locale=locale)

        def number(value: int) -> str:
            return format_decimal(value, locale=locale)

        self._environment.filters.update(money=money, day=day, number=number)
        self._language = locale.partition("_")[0]

    def render(self, invoice: Invoice, form: InvoiceFormat = InvoiceFormat.TEXT) -> str:
        template = self._environment.get_template(f"invoice.{form}.j2")
        return template.render(
            invoice=invoice,
            priced=invoice.priced,
            customer=invoice.priced.order.customer,
            currency=invoice.priced.order.currency,
            money_of=Money.of,
            language=self._language,
        )
