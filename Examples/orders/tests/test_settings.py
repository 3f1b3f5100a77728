from pathlib import Path

import pytest

from orders import settings
from orders.errors import SettingsError
from orders_tax import Rounding


def test_a_missing_file_means_the_defaults(tmp_path: Path) -> None:
    assert settings.load(tmp_path / "none.toml") == settings.Settings()


def test_a_change_keeps_comments_and_layout(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('# our office\nlocale   = "de_DE"  # Berlin\npayment_days = 14\n')
    settings.store(path, "payment_days", "21")
    assert path.read_text() == ('# our office\nlocale   = "de_DE"  # Berlin\npayment_days = 21\n')


def test_the_folder_is_made(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "settings.toml"
    assert settings.store(path, "rounding", "per-line").rounding is Rounding.PER_LINE
    assert settings.load(path).rounding is Rounding.PER_LINE


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("payment_days", "a week", "payment_days"),
        ("payment_days", "400", "less than or equal to 180"),
        ("locale", "xx_YY", "locale: Value error, unknown locale"),
        ("locale", "not a locale", "locale"),
        ("colour", "red", "colour: Extra inputs"),
    ],
)
def test_an_invalid_change_is_refused(tmp_path: Path, key: str, value: str, reason: str) -> None:
    path = tmp_path / "settings.toml"
    with pytest.raises(SettingsError, match=reason):
        settings.store(path, key, value)
    assert not path.exists()


@pytest.mark.parametrize("text", ["locale = ", "hold_hours = 0"])
def test_a_broken_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text)
    with pytest.raises(SettingsError, match=r"settings\.toml"):
        settings.load(path)


def test_the_default_place_is_the_users() -> None:
    assert settings.default_path().parts[-2:] == ("orders", "settings.toml")
