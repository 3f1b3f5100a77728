"""Exchange rates from a service that is sometimes slow and sometimes down."""

from datetime import date
from decimal import Decimal
from typing import Annotated

import httpx
import structlog
from pydantic import Field, ValidationError
from tenacity import (
    RetryError,
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_exponential_jitter,
)
from tenacity.wait import wait_base

from orders.errors import RateUnavailableError
from orders.models import CurrencyCode, Model
from orders.money import Money

log = structlog.get_logger(__name__)


class _RateAnswer(Model):
    base: CurrencyCode
    quote: CurrencyCode
    rate: Annotated[Decimal, Field(gt=0)]


class _TemporaryError(Exception):
    """Worth another try: the network or the server, not the question."""


class ExchangeRates:
    """Asks a service for rates and remembers each answer, as past rates do not change."""

    def __init__(
        self, client: httpx.Client, *, attempts: int = 3, wait: wait_base | None = None
    ) -> None:
        self._client = client
        self._retrying = Retrying(
            stop=stop_after_attempt(attempts),
            wait=wait or wait_exponential_jitter(multiplier=0.2, max=5),
            retry=retry_if_exception_type(_TemporaryError),
        )
        self._known: dict[tuple[str, str, date], Decimal] = {}

    def rate(self, base: str, quote: str, on: date) -> Decimal:
        """How much of `quote` one `base` bought on a day."""
        if base == quote:
            return Decimal(1)
        key = (base, quote, on)
        if key not in self._known:
            try:
                self._known[key] = self._retrying(self._ask, base, quote, on)
            except RetryError as error:
                raise RateUnavailableError(
                    f"no {base}/{quote} rate for {on}: {error.last_attempt.exception()}"
                ) from error
        return self._known[key]

    def convert(self, amount: Money, currency: str, on: date) -> Money:
        rate = self.rate(amount.currency, currency, on)
        return Money(amount.amount * rate, currency).rounded()

    def _ask(self, base: str, quote: str, on: date) -> Decimal:
        log.debug("asking for a rate", base=base, quote=quote, on=on.isoformat())
        try:
            response = self._client.get(f"/rates/{on.isoformat()}/{base}/{quote}")
        except httpx.TransportError as error:
            raise _TemporaryError(f"{type(error).__name__}: {error}") from error
        if response.is_server_error:
            raise _TemporaryError(f"the service answered {response.status_code}")
        if response.is_error:
            raise RateUnavailableError(
                f"no {base}/{quote} rate for {on}: the service answered {response.status_code}"
            )
        try:
            answer = _RateAnswer.model_validate_json(response.content)
        except ValidationError as error:
            raise RateUnavailableError(f"the rate service sent nonsense: {error}") from error
        if (answer.base, answer.quote) != (base, quote):
            raise RateUnavailableError(
                f"asked for {base}/{quote}, the service answered {answer.base}/{answer.quote}"
            )
        return answer.rate
