import json
import shutil
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner, Result

from orders.cli import main

Run = Callable[..., Result]


def rate_client(base_url: str) -> httpx.Client:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"base": "EUR", "quote": "USD", "rate": "1.10"})

    return httpx.Client(base_url=base_url, transport=httpx.MockTransport(answer))


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def invoke(*arguments: str | Path) -> Result:
        settings = ["--settings", str(tmp_path / "settings.toml")]
        command = [*settings, *map(str, arguments)]
        return CliRunner(env={"COLUMNS": "120"}).invoke(main, command, obj=rate_client)

    return invoke


def test_check_counts(run: Run, samples: Path) -> None:
    result = run("check", samples / "orders.json")
    assert (result.exit_code, result.output) == (0, "2 orders, 5 lines: valid\n")


def test_errors_are_one_line(run: Run, tmp_path: Path) -> None:
    result = run("check", tmp_path / "none.json")
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert result.output.count("\n") == 1


def test_price_shows_totals(run: Run, samples: Path) -> None:
    result = run("price", samples / "orders.json", "--catalog", samples / "catalog.toml")
    assert result.exit_code == 0
    assert "€353.96" in result.output
    assert "USD" not in result.output


def test_price_converts(run: Run, samples: Path) -> None:
    catalog = samples / "catalog.toml"
    result = run("price", samples / "orders.toml", "--catalog", catalog, "--in", "USD")
    assert result.exit_code == 0
    assert "US$47.84" in result.output


def test_invoice_prints(run: Run, samples: Path) -> None:
    arguments = ["invoice", samples / "orders.csv", "--catalog", samples / "catalog.toml"]
    result = run(*arguments, "--number", "7", "--date", "2026-03-05")
    assert result.exit_code == 0
    assert "INVOICE 2026-00007" in result.output
    assert "INVOICE 2026-00008" in result.output


def test_invoice_writes_files(run: Run, samples: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    arguments = ["invoice", samples / "orders.json", "--catalog", samples / "catalog.toml"]
    result = run(*arguments, "--date", "2026-03-05", "--format", "html", "--output", folder)
    assert result.exit_code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["2026-00001.html", "2026-00002.html"]


def test_reserve_saves_the_stock(run: Run, samples: Path, tmp_path: Path) -> None:
    stock = tmp_path / "stock.json"
    shutil.copy(samples / "stock.json", stock)
    result = run("reserve", samples / "orders.json", "--stock", stock)
    assert result.exit_code == 0
    assert "reserved A-1001 until" in result.output
    held = json.loads(stock.read_text())["reservations"]
    assert [entry["order_id"] for entry in held] == ["A-1001", "A-1002"]


def test_reserve_releases_what_is_overdue(run: Run, samples: Path, tmp_path: Path) -> None:
    stock = tmp_path / "stock.json"
    overdue = {
        "order_id": "OLD-1",
        "quantities": {"TEA-001": 60},
        "expires_at": "2020-01-01T00:00:00Z",
    }
    stock.write_text(
        json.dumps({"stock": {"TEA-001": 60, "CUP-010": 9}, "reservations": [overdue]})
    )
    result = run("reserve", samples / "orders.toml", "--stock", stock)
    assert result.exit_code == 0
    assert "released OLD-1, held too long" in result.output


def test_reserve_leaves_the_stock_alone_when_anything_is_short(
    run: Run, samples: Path, tmp_path: Path
) -> None:
    stock = tmp_path / "stock.json"
    stock.write_text('{"stock": {"POT-100": 3, "CUP-010": 12, "TEA-001": 4}}')
    before = stock.read_bytes()
    result = run("reserve", samples / "orders.json", "--stock", stock)
    assert result.exit_code == 1
    assert "out of stock: BOOK-500 (1 short), TEA-002 (1 short)" in result.output
    assert "reserved" not in result.output
    assert stock.read_bytes() == before


def test_config_is_kept(run: Run) -> None:
    assert run("config", "set", "locale", "de_DE").exit_code == 0
    assert "locale = de_DE" in run("config", "show").output


@pytest.mark.parametrize(
    ("flags", "expected"),
    [(["-v"], "order priced"), (["-v", "--log-json"], '"event": "order priced"'), ([], "")],
)
def test_logs_go_to_standard_error(
    run: Run, samples: Path, flags: list[str], expected: str
) -> None:
    catalog = samples / "catalog.toml"
    result = run(*flags, "price", samples / "orders.json", "--catalog", catalog)
    assert "order priced" not in result.stdout
    assert expected in result.stderr
    assert bool(expected) == bool(result.stderr)


def test_without_a_substitute_the_real_client_is_used(samples: Path, tmp_path: Path) -> None:
    arguments = ["--settings", tmp_path / "none.toml", "price", samples / "orders.json"]
    command = [*map(str, arguments), "--catalog", str(samples / "catalog.toml")]
    assert CliRunner().invoke(main, command).exit_code == 0
