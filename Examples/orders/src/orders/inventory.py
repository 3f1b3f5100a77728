"""Stock, and the reservations that set part of it aside for a while."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Self

import orjson
import structlog
from pydantic import AwareDatetime, Field, ValidationError

from orders.errors import OutOfStockError, ReservationError, UnreadableFileError
from orders.models import Model, OrderId, Sku

log = structlog.get_logger(__name__)

Count = Annotated[int, Field(ge=0)]


class Reservation(Model):
    """Goods set aside for an order until a moment."""

    order_id: OrderId
    quantities: dict[Sku, Count]
    expires_at: AwareDatetime


class _StockFile(Model):
    stock: dict[Sku, Count]
    reservations: tuple[Reservation, ...] = ()


class Inventory:
    """Counts what is on the shelf and what of it is spoken for.

    Time comes from the caller, so that expiry can be tested and replayed.
    """

    def __init__(self, stock: Mapping[str, int], reservations: Iterable[Reservation] = ()) -> None:
        self._stock = dict(stock)
        self._reservations: dict[str, Reservation] = {}
        self._reserved: dict[str, int] = {}
        for reservation in reservations:
            self._add(reservation)

    def available(self, sku: str) -> int:
        return self._stock.get(sku, 0) - self._reserved.get(sku, 0)

    def reserve(
        self, order_id: str, quantities: Mapping[str, int], *, now: datetime, hold: timedelta
    ) -> Reservation:
        """Sets aside all of an order or, with an `OutOfStockError`, nothing of it."""
        if order_id in self._reservations:
            raise ReservationError(f"order {order_id} has a reservation already")
        missing = {
            sku: quantity - self.available(sku)
            for sku, quantity in quantities.items()
            if quantity > self.available(sku)
        }
        if missing:
            raise OutOfStockError(missing)
        reservation = Reservation(
            order_id=order_id, quantities=dict(quantities), expires_at=now + hold
        )
        self._add(reservation)
        log.info("stock reserved", order=order_id, until=reservation.expires_at.isoformat())
        return reservation

    def release(self, order_id: str) -> Reservation:
        """Puts the goods of a reservation back on sale."""
        try:
            reservation = self._reservations.pop(order_id)
        except KeyError:
            raise ReservationError(f"order {order_id} has no reservation") from None
        for sku, quantity in reservation.quantities.items():
            self._reserved[sku] -= quantity
        return reservation

    def ship(self, order_id: str) -> None:
        """Takes the goods of a reservation off the shelf for good."""
        for sku, quantity in self.release(order_id).quantities.items():
            self._stock[sku] -= quantity

    def expire(self, now: datetime) -> list[str]:
        """Releases what was held too long; answers with the orders, oldest first."""
        overdue = sorted(
            (held for held in self._reservations.values() if held.expires_at <= now),
            key=lambda held: held.expires_at,
        )
        for held in overdue:
            self.release(held.order_id)
        return [held.order_id for held in overdue]

    @classmethod
    def load(cls, path: Path) -> Self:
        try:
            document = _StockFile.model_validate(orjson.loads(path.read_bytes()))
        except (OSError, orjson.JSONDecodeError, ValidationError) as error:
            raise UnreadableFileError(path, str(error)) from error
        return cls(document.stock, document.reservations)

    def save(self, path: Path) -> None:
        """Replaces the file in one step, so that a crash leaves the old or the new one."""
        document = _StockFile(
            stock=self._stock, reservations=tuple(self._reservations.values())
        ).model_dump(mode="json")
        draft = path.with_name(f"{path.name}.draft")
        draft.write_bytes(
            orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
        )
        draft.replace(path)

    def _add(self, reservation: Reservation) -> None:
        self._reservations[reservation.order_id] = reservation
        for sku, quantity in reservation.quantities.items():
            self._reserved[sku] = self._reserved.get(sku, 0) + quantity
