from decimal import Decimal

import httpx
import pytest

from orders.exchange import RateUnavailableError, rate


def client(response: httpx.Response) -> httpx.Client:
    transport = httpx.MockTransport(lambda _: response)
    return httpx.Client(base_url="https://rates.example.org", transport=transport)


def test_the_rate_is_exact() -> None:
    answer = httpx.Response(200, json={"rate": "1.0825"})
    assert rate(client(answer), "EUR", "USD") == Decimal("1.0825")


def test_a_failing_service_is_reported() -> None:
    with pytest.raises(RateUnavailableError, match="no EUR/USD rate"):
        rate(client(httpx.Response(503)), "EUR", "USD")
