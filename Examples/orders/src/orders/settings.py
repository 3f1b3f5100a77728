"""A user's settings: one TOML file that people may edit and comment by hand."""

from pathlib import Path
from typing import Annotated

import tomlkit
from babel.core import Locale, UnknownLocaleError
from platformdirs import user_config_path
from pydantic import Field, HttpUrl, ValidationError, field_validator
from tomlkit.exceptions import TOMLKitError

from orders.errors import SettingsError
from orders.models import Model
from orders_tax import Rounding


class Settings(Model):
    """Every setting with its default."""

    locale: str = "en_GB"
    rounding: Rounding = Rounding.PER_INVOICE
    payment_days: Annotated[int, Field(ge=0, le=180)] = 30
    end_of_month: bool = False
    hold_hours: Annotated[int, Field(gt=0)] = 48
    rates_url: HttpUrl = HttpUrl("https://rates.example.org")

    @field_validator("locale")
    @classmethod
    def _known(cls, value: str) -> str:
        try:
            return str(Locale.parse(value))
        except UnknownLocaleError as error:
            raise ValueError(str(error)) from error


def default_path() -> Path:
    """Where the platform keeps an application's settings."""
    return user_config_path("orders") / "settings.toml"


def load(path: Path) -> Settings:
    """The settings of a file; a missing file means the defaults."""
    try:
        return Settings.model_validate(_document(path).unwrap())
    except ValidationError as error:
        raise SettingsError(f"{path}: {_first(error)}") from error


def store(path: Path, key: str, value: str) -> Settings:
    """Changes one setting, keeping comments and layout, unless the result is not valid."""
    document = _document(path)
    try:
        settings = Settings.model_validate({**document.unwrap(), key: value})
    except ValidationError as error:
        raise SettingsError(_first(error)) from error
    document[key] = settings.model_dump(mode="json")[key]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(tomlkit.dumps(document), encoding="utf-8")
    return settings


def _document(path: Path) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return tomlkit.document()
    except (OSError, TOMLKitError) as error:
        raise SettingsError(f"{path}: {error}") from error


def _first(error: ValidationError) -> str:
    first = error.errors()[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
