"""Presets of model providers, and the facts about a model that a call needs.

The presets are data in ``providers.toml``. ``choice.py`` decides which of them is taken.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit, urlunsplit

from summarize.errors import BadSetting
from summarize.llm.cost import Price

OutputLimit = Literal["max_tokens", "max_completion_tokens"]

# A model of at most so many billion parameters gets its sentences one by one, because it loses count of numbered lines.
_SMALL_MODEL_BILLIONS = 2.0
_BILLIONS = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)b(?![a-z])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """One model at one endpoint. ``str`` and ``repr`` never show the key.

    ``extra_body`` is added to every request (it switches thinking off). ``temperature`` is False where the model
    refuses any but its own. ``sentence_by_sentence`` is True for a small model. ``base_url`` is empty only for the
    embedded engine before it is started.
    """

    provider: str
    name: str
    base_url: str
    key: str = field(default="", repr=False)
    extra_body: Mapping[str, Any] = field(default_factory=dict, hash=False)
    context_tokens: int = 8_192
    max_output_tokens: int = 4_096
    price: Price | None = None
    is_local: bool = False
    sentence_by_sentence: bool = False
    temperature: bool = True
    output_limit: OutputLimit = "max_tokens"

    @property
    def label(self) -> str:
        """Provider and model as pages name them: ``deepseek/deepseek-flash``."""
        return f"{self.provider}/{self.name}" if self.name else self.provider

    @property
    def endpoint(self) -> str:
        """The base URL without user name and password, for messages and cache keys."""
        parts = urlsplit(self.base_url)
        return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True, slots=True)
class Preset:
    """A provider of ``providers.toml``.

    ``keys`` are the environment variables of its key, ``key_files`` the names under which the key may be stored, both
    in order. ``has_prices`` is False for an address whose prices the table does not have.
    """

    name: str
    title: str
    base_url: str
    keys: tuple[str, ...]
    key_files: tuple[str, ...]
    default_model: str
    is_local: bool
    defaults: Mapping[str, Any] = field(hash=False)
    models: Mapping[str, Mapping[str, Any]] = field(hash=False)
    has_prices: bool = True

    @property
    def needs_key(self) -> bool:
        return bool(self.keys) and not self.is_local and self.name != "custom"

    def model(self, name: str, *, base_url: str = "", key: str = "") -> ModelSpec:
        """Return the model of that name. What ``providers.toml`` does not say of it is the provider's own default."""
        known = {**self.defaults, **self.models.get(name, {})}
        price = None
        if "price" in known and self.has_prices:
            amounts = known["price"]
            price = Price(float(amounts[0]), float(amounts[1]), str(known["checked"]), str(known["source"]))
        elif self.is_local:
            price = Price(0.0, 0.0, "", "runs on this machine")
        return ModelSpec(
            provider=self.name,
            name=name,
            base_url=base_url or self.base_url,
            key=key,
            extra_body=known.get("thinking_off", {}),
            context_tokens=known["context_tokens"],
            max_output_tokens=known["max_output_tokens"],
            price=price,
            is_local=self.is_local,
            sentence_by_sentence=self.is_local and is_small(name),
            temperature=known.get("temperature", True),
            output_limit=known.get("output_limit", "max_tokens"),
        )


def is_small(model: str) -> bool:
    """Whether a model's name says that it has at most two billion parameters (``qwen2.5:1.5b``)."""
    sizes = [float(b) for b in _BILLIONS.findall(re.sub(r"[:/_-]", " ", model))]
    return bool(sizes) and max(sizes) <= _SMALL_MODEL_BILLIONS


@cache
def presets() -> Mapping[str, Preset]:
    """Return all presets by name, in the order of the table. A provider's second address follows its first."""
    with Path(__file__).with_name("providers.toml").open("rb") as file:
        table = tomllib.load(file)
    found: dict[str, Preset] = {}
    for name, entry in table.items():
        defaults = {k: v for k, v in entry.items() if k not in ("models", "also", "title", "base_url", "keys", "local")}
        preset = Preset(
            name=name,
            title=entry["title"],
            base_url=entry["base_url"],
            keys=tuple(entry["keys"]),
            key_files=(name,),
            default_model=entry["default_model"],
            is_local=entry.get("local", False),
            defaults=defaults,
            models=entry.get("models", {}),
        )
        found[name] = preset
        if also := entry.get("also"):
            found[also["name"]] = replace(
                preset,
                name=also["name"],
                base_url=also["base_url"],
                key_files=(also["name"], name),
                has_prices=also.get("prices", True),
            )
    return found


def ollama_url(host: str) -> str:
    """Return the base URL that OLLAMA_HOST means, as Ollama itself reads it: ``host``, ``:port``, or a whole URL.

    A server listens on ``0.0.0.0`` or ``::``; a client calls loopback instead. Raises BadSetting for an unusable port.
    """
    host = host.strip().strip("\"'")
    scheme, found, rest = host.partition("://")
    if not found:
        scheme, rest = "http", host
    default_port = {"http": 80, "https": 443}.get(scheme, 11434) if found else 11434
    parts = urlsplit(f"{scheme}://{rest}")
    try:
        port = parts.port or default_port
    except ValueError as exc:
        raise BadSetting(f"OLLAMA_HOST {host!r} has no usable port", hint="Write HOST:PORT.") from exc
    name = parts.hostname or "127.0.0.1"
    if name in ("0.0.0.0", "::"):
        name = "127.0.0.1"
    shown = f"[{name}]" if ":" in name else name
    return f"{scheme}://{shown}:{port}{parts.path.rstrip('/')}/v1"
