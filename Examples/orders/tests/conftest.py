from pathlib import Path

import pytest
from hypothesis import settings

from orders import Catalog, logs
from orders_tax import RateTable

# The same examples on every machine: a verdict must not depend on luck.
settings.register_profile("repeatable", derandomize=True, database=None, deadline=None)
settings.load_profile("repeatable")

SAMPLES = Path(__file__).parent.parent / "samples"


@pytest.fixture(autouse=True)
def _quiet_logs() -> None:
    logs.configure(verbose=False, json=False)


@pytest.fixture(scope="session")
def samples() -> Path:
    return SAMPLES


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return Catalog.load(SAMPLES / "catalog.toml")


@pytest.fixture(scope="session")
def taxes() -> RateTable:
    return RateTable.builtin()
