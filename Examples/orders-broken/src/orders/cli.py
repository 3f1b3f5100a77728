"""The `orders` command."""

from pathlib import Path

import click
from pydantic import TypeAdapter

from orders import reports
from orders.catalog import Catalog
from orders.models import Order
from orders.pricing import price

_ORDERS = TypeAdapter(tuple[Order, ...])


@click.group()
def main() -> None:
    """Read, price, reserve and invoice customer orders."""


@main.command()
@click.argument("orders_file", type=click.Path(exists=True, path_type=Path))
@click.argument("catalog_file", type=click.Path(exists=True, path_type=Path))
def sales(orders_file: Path, catalog_file: Path) -> None:
    """Show sales by month."""
    catalog = Catalog.load(catalog_file)
    orders = _ORDERS.validate_json(orders_file.read_bytes())
    click.echo(reports.as_text(reports.by_month(price(order, catalog) for order in orders)))
