"""Invoices as text."""

from datetime import date, timedelta

from jinja2 import Environment, PackageLoader, StrictUndefined

from orders.pricing import PricedOrder

_environment = Environment(
    loader=PackageLoader("orders"),
    undefined=StrictUndefined,
    autoescape=False,
    trim_blocks=True,
    keep_trailing_newline=True,
)


def render(number: str, issued: date, priced: PricedOrder, days: int = 30) -> str:
    """The invoice of a priced order, due after so many days."""
    template = _environment.get_template("invoice.txt.j2")
    due = issued + timedelta(days=days)
    return template.render(number=number, issued=issued, due=due, priced=priced)
