"""What can be set: `Settings` from the environment, `MatchingConfig` from a TOML file."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from event_dedup.user_error import UserError

Threshold = Annotated[float, Field(ge=0.0, le=0.999)]


class SettingsError(UserError):
    """A setting or configuration that cannot be used; the message names it and the remedy."""


class Settings(BaseSettings):
    """Where things are, from variables `EVENT_DEDUP_STORE`, `EVENT_DEDUP_FOLDER` and so on."""

    model_config = SettingsConfigDict(env_prefix="EVENT_DEDUP_", extra="ignore", frozen=True)

    store: Path = Path("events.duckdb")
    folder: Path | None = None
    matching_config_path: Path | None = None
    log_json: bool = False
    log_level: str = Field(default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR|CRITICAL)$")
    lock_timeout: float = Field(default=30.0, gt=0, description="seconds to wait for another process")


class Thresholds(BaseModel):
    """Match probabilities: pairs at or above `merge` link, and people are asked about those from `review` to `sure`.

    At most .999: clustering takes no pair for surer than 12 bits (.9998).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    merge: Threshold = 0.65
    review: Threshold = 0.18

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.review > self.merge:
            raise ValueError(
                f"review ({self.review}) is above merge ({self.merge}): lower review or raise merge"
            )
        return self

    @property
    def sure(self) -> float:
        """From here on a link needs nobody's look: as far from certain as `review`, and `merge` at least."""
        return max(self.merge, 1 - self.review)


class Vocabulary(BaseModel):
    """Words of the field, added to those shipped with the package; see `linkage/vocabulary.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    synonyms: dict[str, list[str]] = Field(default={}, description="word kept -> words folded into it")
    prefixes: list[str] = Field(
        default=[], description="series and organiser prefixes before a colon or dash"
    )
    cities: dict[str, list[str]] = Field(default={}, description="city kept -> other labels of it")


class MatchingConfig(BaseModel):
    """How listings are matched. Everything has a default that is meant to be left alone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    thresholds: Thresholds = Thresholds()
    vocabulary: Vocabulary = Vocabulary()
    max_block_size: int = Field(
        default=200, ge=2, description="records in a block; larger blocks are reported"
    )


def parse_matching_config(text: str, origin: str = "the matching configuration") -> MatchingConfig:
    """The configuration written in TOML `text`. Raises SettingsError naming the key and what is wrong."""
    try:
        return MatchingConfig.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{origin} is no TOML: {error}. Mend that line and run again.") from error
    except ValidationError as error:
        raise SettingsError(f"{origin}: {_first_problem(error)}") from error


def load_matching_config(path: Path) -> MatchingConfig:
    """The configuration in the TOML file `path`. Raises SettingsError naming the file and the remedy."""
    try:
        return parse_matching_config(path.read_text("utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{path} cannot be read ({error}). Give a TOML file by --config or EVENT_DEDUP_MATCHING_CONFIG_PATH."
        ) from error


def chosen_configuration(settings: Settings, path: str | Path | None = None) -> MatchingConfig | None:
    """The configuration in the file at `path`, or else in the one that `settings` name; None: the store's own counts.

    Raises as `load_matching_config` does.
    """
    chosen = path or settings.matching_config_path
    return load_matching_config(Path(chosen)) if chosen else None


def load_settings() -> Settings:
    """Settings from the environment. Raises SettingsError naming the variable and the remedy."""
    try:
        return Settings()
    except ValidationError as error:
        problem = error.errors()[0]
        name = "EVENT_DEDUP_" + "_".join(str(part) for part in problem["loc"]).upper()
        raise SettingsError(
            f"{name}={problem.get('input')!r}: {problem['msg']}. Set {name} anew, or unset it for the default."
        ) from error


def _first_problem(error: ValidationError) -> str:
    problem = error.errors()[0]
    where = ".".join(str(part) for part in problem["loc"]) or "the file"
    known = ", ".join(MatchingConfig.model_fields)
    return f"{where} = {problem.get('input')!r}: {problem['msg']}. Known keys at the top: {known}."
