"""Exchange rates from a service."""

from decimal import Decimal

import httpx


class RateUnavailableError(Exception):
    """The service gave no usable answer."""


def rate(client: httpx.Client, base: str, quote: str) -> Decimal:
    """How much of `quote` one `base` buys today."""
    try:
        response = client.get(f"/rates/{base}/{quote}").raise_for_status()
    except httpx.HTTPError as error:
        raise RateUnavailableError(f"no {base}/{quote} rate: {error}") from error
    return Decimal(str(response.json()["rate"]))
