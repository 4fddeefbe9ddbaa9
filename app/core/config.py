"""Settings, read once from the environment (prefix `HOCVUSO_`). Every name here stands in .env.example."""

import os
import re
import secrets
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PROJECT = Path(__file__).resolve().parents[2]
CONTENT = PROJECT / "content"
TRIAL_BANK = PROJECT / "certification" / "content"  # public, so good for trying only
SHORTEST_KEY = 32  # characters
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class Settings(BaseSettings):
    """Raises pydantic's ValidationError when a value is missing or refused in this environment."""

    model_config = SettingsConfigDict(env_prefix="HOCVUSO_", env_file=PROJECT / ".env", extra="ignore")

    env: Literal["dev", "prod"] = "dev"
    var_dir: Path = PROJECT / "var"
    database_url: str = ""
    content_dirs: Annotated[tuple[Path, ...], NoDecode] = (CONTENT,)
    public_url: str = "http://127.0.0.1:8000"
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="names under which the service answers; in prod beside that of public_url"
    )
    trusted_proxy: str = Field(default="", description="address of the proxy whose X-Forwarded-For may be believed")
    secret_key: SecretStr | None = None
    identity_key: SecretStr | None = Field(
        default=None, description="of a province that has to match identity numbers; without it nobody is asked for one"
    )
    signer_socket: Path | None = Field(
        default=None, description="where `hocvuso certificate signer` listens; without it the service signs itself"
    )
    llm_base_url: str = Field(
        default="", description="a server that speaks OpenAI's chat protocol; of that company when only a key is given"
    )
    llm_api_key: SecretStr | None = None
    llm_model: str = Field(default="", description="without a model the tutor answers from the lessons alone")
    llm_limit_parameter: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    llm_temperature: float | None = Field(default=0.2, ge=0, le=2)
    # Of `hocvuso tutor judge` alone: a model that judges what the tutor's says, and is another one.
    judge_base_url: str = ""
    judge_api_key: SecretStr | None = None
    judge_model: str = ""
    judge_limit_parameter: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    judge_temperature: float | None = Field(default=0.0, ge=0, le=2)
    # How often a model may be asked, and what that may cost in đồng; prices are for a million characters.
    llm_learner_hour: int = Field(default=10, ge=0, le=10**9)
    llm_learner_day: int = Field(default=20, ge=0, le=10**9)
    llm_address_hour: int = Field(default=30, ge=0, le=10**9)
    llm_answers_hour: int = Field(default=600, ge=0, le=10**9)
    llm_answers_day: int = Field(default=5_000, ge=0, le=10**9)
    llm_others_day: int = Field(
        default=1_000, ge=0, le=10**9, description="calls a day for rewriting, and for suggestions"
    )
    llm_money_hour: int = Field(default=50_000, ge=0, le=10**9)
    llm_money_day: int = Field(default=300_000, ge=0, le=10**9)
    llm_price_sent: int = Field(default=0, ge=0, le=10**7)
    llm_price_written: int = Field(default=0, ge=0, le=10**7)
    demo: bool | None = Field(default=None, description="demo people; on by default in dev, refused in prod")
    clock: datetime | None = Field(default=None, description="the clock starts here; for tests, refused in prod")

    @field_validator("llm_temperature", "judge_temperature", "signer_socket", mode="before")
    @classmethod
    def _none_if_empty(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("content_dirs", mode="before")
    @classmethod
    def _split_directories(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(Path(part.strip()) for part in value.split(os.pathsep) if part.strip())
        return value

    @field_validator("identity_key")
    @classmethod
    def _long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and 0 < len(value.get_secret_value()) < SHORTEST_KEY:
            raise ValueError(f"HOCVUSO_IDENTITY_KEY needs {SHORTEST_KEY} characters or more")
        return value

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _split_hosts(cls, value: object) -> object:
        return tuple(value.lower().replace(",", " ").split()) if isinstance(value, str) else value

    @field_validator("allowed_hosts")
    @classmethod
    def _only_names(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*", name) for name in value):
            raise ValueError("chỉ ghi tên, như hoc.xa.vn: không có https://, không có cổng (tên có dấu viết dạng xn--)")
        return value

    @field_validator("public_url")
    @classmethod
    def _with_a_name(cls, value: str) -> str:
        if urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).hostname:
            raise ValueError("viết đủ địa chỉ, như https://hoc.xa.vn")
        return value

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.env == "prod":
            if self.secret_key is None or len(self.secret_key.get_secret_value()) < SHORTEST_KEY:
                raise ValueError("HOCVUSO_SECRET_KEY (32 characters or more) is required in prod")
            if self.clock is not None or self.demo:
                raise ValueError("HOCVUSO_CLOCK and HOCVUSO_DEMO are refused in prod")
        if self.demo is None:
            self.demo = self.env == "dev"
        if self.demo and self.content_dirs == (CONTENT,):
            self.content_dirs = (CONTENT, TRIAL_BANK)
        if not self.database_url:
            self.database_url = f"sqlite:///{self.var_dir / 'hocvuso.sqlite'}"
        return self

    @cached_property
    def secret(self) -> bytes:
        """The signing key; in development made once and kept in the var directory, readable by its owner only."""
        if self.secret_key is not None and self.secret_key.get_secret_value():
            return self.secret_key.get_secret_value().encode()
        kept = self.var_dir / "secret-key"
        if not kept.exists():
            self.var_dir.mkdir(parents=True, exist_ok=True)
            draft = kept.with_name(f"secret-key.{os.getpid()}")
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(32))
            with suppress(FileExistsError):  # another first start was quicker: its key is the one
                os.link(draft, kept)
            draft.unlink()
        return kept.read_bytes()

    @property
    def identity_secret(self) -> bytes:
        """Empty where identity numbers are not asked for."""
        return self.identity_key.get_secret_value().encode() if self.identity_key else b""

    @cached_property
    def secure_cookies(self) -> bool:
        """A browser keeps `__Host-` cookies over HTTPS and on this machine itself, not over plain HTTP by a LAN name."""
        address = urlsplit(self.public_url)
        return address.scheme == "https" or address.hostname in LOOPBACK

    @cached_property
    def hosts(self) -> frozenset[str]:
        """Names, without ports, that a request may ask for: none means any, in development."""
        if self.env == "dev" and not self.allowed_hosts:
            return frozenset()
        return frozenset({*self.allowed_hosts, str(urlsplit(self.public_url).hostname), *LOOPBACK})
