"""Orders from JSON, TOML and CSV files."""

import csv
import io
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson
from pydantic import ValidationError

from orders.errors import UnreadableFileError
from orders.models import Order

Documents = Iterator[Mapping[str, Any]]


def load_orders(path: Path) -> list[Order]:
    """Reads every order of a file; the extension decides the format.

    JSON holds one order or an array of them, TOML one order or `[[orders]]`,
    CSV one order line a row. Raises `UnreadableFileError`, which names the
    order and the field at fault.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(_READERS)
        raise UnreadableFileError(path, f"unknown format, expected one of {known}")
    try:
        documents = list(reader(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, csv.Error) as error:
        raise UnreadableFileError(path, f"{type(error).__name__}: {error}") from error
    return [_validated(path, number, document) for number, document in enumerate(documents, 1)]


def _validated(path: Path, number: int, document: Mapping[str, Any]) -> Order:
    try:
        return Order.model_validate(document)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        place = f"order {number}, {field}" if field else f"order {number}"
        reason = f"{place}: {first['msg']}"
        raise UnreadableFileError(path, reason) from error


def _from_json(text: str) -> Documents:
    return _each(orjson.loads(text))


def _from_toml(text: str) -> Documents:
    document = tomllib.loads(text)
    return _each(document.get("orders", document))


def _each(value: Any) -> Documents:
    """An array stands for its elements, anything else for itself."""
    yield from value if isinstance(value, list) else [value]


def _from_csv(text: str) -> Documents:
    """One row a line; the rows of an order carry the same `id` and the same head."""
    orders: dict[str, dict[str, Any]] = {}
    for row in csv.DictReader(io.StringIO(text), strict=True):
        order = orders.setdefault(row["id"], _head(row))
        order["lines"].append({"sku": row["sku"], "quantity": row["quantity"]})
    yield from orders.values()


def _head(row: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "placed_at": row["placed_at"],
        "currency": row["currency"],
        "customer": {"name": row["name"], "email": row["email"], "country": row["country"]},
        "voucher": row.get("voucher") or None,
        "lines": [],
    }


_READERS: dict[str, Callable[[str], Documents]] = {
    ".json": _from_json,
    ".toml": _from_toml,
    ".csv": _from_csv,
}
