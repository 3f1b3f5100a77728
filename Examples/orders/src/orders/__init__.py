"""Read, price, reserve and invoice customer orders.

The parts in the order an order meets them: `loading` reads it, `pricing` puts
money on it, `inventory` sets its goods aside, `invoices` asks to be paid.
"""

from orders.catalog import Catalog, Product
from orders.errors import OrdersError
from orders.inventory import Inventory, Reservation
from orders.invoices import Invoice, InvoiceRenderer, PaymentTerms
from orders.loading import load_orders
from orders.models import Customer, Order, OrderLine
from orders.money import Money
from orders.pricing import PricedLine, PricedOrder, price

__all__ = [
    "Catalog",
    "Customer",
    "Inventory",
    "Invoice",
    "InvoiceRenderer",
    "Money",
    "Order",
    "OrderLine",
    "OrdersError",
    "PaymentTerms",
    "PricedLine",
    "PricedOrder",
    "Product",
    "Reservation",
    "load_orders",
    "price",
]
