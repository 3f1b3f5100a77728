from datetime import date
from decimal import Decimal

import httpx
import pytest
from tenacity import wait_none

from orders import Money
from orders.errors import RateUnavailableError
from orders.exchange import ExchangeRates

DAY = date(2026, 3, 2)
GOOD = {"base": "EUR", "quote": "USD", "rate": "1.0825"}


class Service:
    """A rate service that plays its answers back and counts the questions."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.answers = list(answers)
        self.paths: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.paths.append(request.url.path)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def rates(self) -> ExchangeRates:
        client = httpx.Client(
            base_url="https://rates.example.org", transport=httpx.MockTransport(self)
        )
        return ExchangeRates(client, wait=wait_none())


def test_an_amount_is_converted_and_rounded() -> None:
    service = Service(httpx.Response(200, json=GOOD))
    converted = service.rates().convert(Money.of("9.99", "EUR"), "USD", DAY)
    assert converted == Money.of("10.81", "USD")
    assert service.paths == ["/rates/2026-03-02/EUR/USD"]


def test_a_rate_is_asked_for_once() -> None:
    service = Service(httpx.Response(200, json=GOOD))
    rates = service.rates()
    assert rates.rate("EUR", "USD", DAY) == rates.rate("EUR", "USD", DAY) == Decimal("1.0825")
    assert len(service.paths) == 1


def test_a_currency_against_itself_needs_no_question() -> None:
    assert Service().rates().rate("EUR", "EUR", DAY) == 1


@pytest.mark.parametrize(
    "failure", [httpx.Response(503), httpx.ConnectError("refused"), httpx.ReadTimeout("slow")]
)
def test_a_temporary_failure_is_tried_again(failure: httpx.Response | Exception) -> None:
    service = Service(failure, failure, httpx.Response(200, json=GOOD))
    assert service.rates().rate("EUR", "USD", DAY) == Decimal("1.0825")
    assert len(service.paths) == 3


def test_three_failures_are_enough() -> None:
    service = Service(*[httpx.Response(502)] * 3)
    with pytest.raises(RateUnavailableError, match="the service answered 502"):
        service.rates().rate("EUR", "USD", DAY)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (httpx.Response(404), "answered 404"),
        (httpx.Response(200, text="<html>"), "nonsense"),
        (httpx.Response(200, json=GOOD | {"rate": "-1"}), "nonsense"),
        (httpx.Response(200, json=GOOD | {"quote": "GBP"}), "answered EUR/GBP"),
    ],
)
def test_a_lasting_failure_is_not_tried_again(answer: httpx.Response, reason: str) -> None:
    service = Service(answer)
    with pytest.raises(RateUnavailableError, match=reason):
        service.rates().rate("EUR", "USD", DAY)
    assert len(service.paths) == 1
