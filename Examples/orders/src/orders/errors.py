"""What can go wrong, in words for the person who can put it right."""

from collections.abc import Mapping
from pathlib import Path


class OrdersError(Exception):
    """The base of every error that a user can cause and cure."""


class CurrencyMismatchError(OrdersError):
    """Two amounts in different currencies met without an exchange rate."""

    def __init__(self, left: str, right: str) -> None:
        super().__init__(f"cannot combine {left} with {right}")


class UnreadableFileError(OrdersError):
    """A file is missing, in an unknown format, or not what it should be."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path


class UnknownProductError(OrdersError):
    """An order names a product that the catalog does not have."""

    def __init__(self, sku: str, suggestion: str | None = None) -> None:
        hint = f", did you mean {suggestion}?" if suggestion else ""
        super().__init__(f"unknown product {sku}{hint}")
        self.sku = sku


class OutOfStockError(OrdersError):
    """A reservation asks for more than there is."""

    def __init__(self, missing: Mapping[str, int]) -> None:
        listed = ", ".join(f"{sku} ({count} short)" for sku, count in sorted(missing.items()))
        super().__init__(f"out of stock: {listed}")
        self.missing = dict(missing)


class ReservationError(OrdersError):
    """A reservation does not exist, or exists already."""


class RateUnavailableError(OrdersError):
    """The exchange rate service gave no usable answer."""


class SettingsError(OrdersError):
    """A settings file or a setting is not valid."""
