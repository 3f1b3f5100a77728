"""The `orders` command: parses arguments, calls the library, prints."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import attrs
import click
import httpx
from rich.console import Console
from rich.table import Table

from orders import logs, settings
from orders.catalog import Catalog
from orders.errors import OrdersError
from orders.exchange import ExchangeRates
from orders.inventory import Inventory
from orders.invoices import Invoice, InvoiceFormat, InvoiceRenderer, PaymentTerms
from orders.loading import load_orders
from orders.pricing import PricedOrder, price
from orders_tax import RateTable, UnknownRateError

ORDERS_FILE = click.argument("orders_file", type=click.Path(path_type=Path))
CATALOG = click.option(
    "--catalog", "catalog_path", type=click.Path(path_type=Path), required=True, help="TOML file."
)


@attrs.frozen
class Context:
    """What the group hands to its commands."""

    settings_path: Path
    make_client: Callable[[str], httpx.Client]

    @property
    def settings(self) -> settings.Settings:
        return settings.load(self.settings_path)


class _Group(click.Group):
    """Turns the errors of the library into one line and exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (OrdersError, UnknownRateError) as error:
            raise click.ClickException(str(error)) from error


def _http_client(base_url: str) -> httpx.Client:
    return httpx.Client(base_url=base_url, timeout=10)


@click.group(cls=_Group)
@click.version_option(package_name="orders")
@click.option("--settings", "settings_path", type=click.Path(path_type=Path), help="TOML file.")
@click.option("-v", "--verbose", is_flag=True, help="Log what happens.")
@click.option("--log-json", is_flag=True, help="Log in JSON.")
@click.pass_context
def main(ctx: click.Context, settings_path: Path | None, verbose: bool, log_json: bool) -> None:
    """Read, price, reserve and invoice customer orders."""
    logs.configure(verbose=verbose, json=log_json)
    make_client = ctx.obj or _http_client
    ctx.obj = Context(settings_path or settings.default_path(), make_client)


@main.command()
@ORDERS_FILE
def check(orders_file: Path) -> None:
    """Validate the orders of a file."""
    orders = load_orders(orders_file)
    lines = sum(len(order.lines) for order in orders)
    click.echo(f"{len(orders)} orders, {lines} lines: valid")


@main.command("price")
@ORDERS_FILE
@CATALOG
@click.option("--in", "currency", help="Also convert the totals to this currency.")
@click.pass_obj
def price_command(
    context: Context, orders_file: Path, catalog_path: Path, currency: str | None
) -> None:
    """Show what the orders of a file cost."""
    chosen = context.settings
    priced = _priced(orders_file, catalog_path, chosen)
    with context.make_client(str(chosen.rates_url)) as client:
        rates = ExchangeRates(client)
        table = Table("Order", "Customer", title="Orders")
        for heading in ("Net", "Discount", "VAT", "Total", *([currency] if currency else [])):
            table.add_column(heading, justify="right", no_wrap=True)
        for entry in priced:
            cells = [entry.net, entry.discount, entry.tax, entry.total]
            if currency:
                day = entry.order.placed_at.date()
                cells.append(rates.convert(entry.total, currency, day))
            amounts = [cell.formatted(chosen.locale) for cell in cells]
            table.add_row(entry.order.id, entry.order.customer.name, *amounts)
    Console().print(table)


@main.command()
@ORDERS_FILE
@CATALOG
@click.option("--number", "first_number", default=1, show_default=True, help="First number.")
@click.option("--date", "issued", type=click.DateTime(["%Y-%m-%d"]), help="Day of issue.")
@click.option(
    "--format",
    "form",
    type=click.Choice(InvoiceFormat, case_sensitive=False),
    default=InvoiceFormat.TEXT,
    show_default=True,
)
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), help="Folder.")
@click.pass_obj
def invoice(
    context: Context,
    orders_file: Path,
    catalog_path: Path,
    first_number: int,
    issued: datetime | None,
    form: InvoiceFormat,
    output: Path | None,
) -> None:
    """Write an invoice for every order of a file."""
    chosen = context.settings
    renderer = InvoiceRenderer(chosen.locale)
    terms = PaymentTerms(chosen.payment_days, chosen.end_of_month)
    day = (issued or datetime.now(UTC)).date()
    for number, entry in enumerate(_priced(orders_file, catalog_path, chosen), first_number):
        document = Invoice(f"{day.year}-{number:05}", day, entry, terms)
        text = renderer.render(document, form)
        if output is None:
            click.echo(text, nl=False)
        else:
            output.mkdir(parents=True, exist_ok=True)
            path = output / f"{document.number}.{form}"
            path.write_text(text, encoding="utf-8")
            click.echo(f"wrote {path}")


@main.command()
@ORDERS_FILE
@click.option("--stock", type=click.Path(path_type=Path), required=True, help="JSON file.")
@click.pass_obj
def reserve(context: Context, orders_file: Path, stock: Path) -> None:
    """Set the goods of every order aside, all orders or none."""
    now = datetime.now(UTC)
    hold = timedelta(hours=context.settings.hold_hours)
    inventory = Inventory.load(stock)
    expired = inventory.expire(now)
    held = [
        inventory.reserve(order.id, order.quantities, now=now, hold=hold)
        for order in load_orders(orders_file)
    ]
    inventory.save(stock)
    for order_id in expired:
        click.echo(f"released {order_id}, held too long")
    for reservation in held:
        until = f"{reservation.expires_at:%Y-%m-%d %H:%M} UTC"
        click.echo(f"reserved {reservation.order_id} until {until}")


@main.group()
def config() -> None:
    """Show and change settings."""


@config.command("show")
@click.pass_obj
def config_show(context: Context) -> None:
    """Print every setting."""
    for key, value in context.settings.model_dump(mode="json").items():
        click.echo(f"{key} = {value}")


@config.command("set")
@click.argument("key")
@click.argument("value")
@click.pass_obj
def config_set(context: Context, key: str, value: str) -> None:
    """Change one setting."""
    settings.store(context.settings_path, key, value)
    click.echo(f"{key} saved in {context.settings_path}")


def _priced(orders_file: Path, catalog_path: Path, chosen: settings.Settings) -> list[PricedOrder]:
    catalog = Catalog.load(catalog_path)
    taxes = RateTable.builtin()
    return [price(order, catalog, taxes, chosen.rounding) for order in load_orders(orders_file)]
