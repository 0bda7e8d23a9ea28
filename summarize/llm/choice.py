"""The choice of the model: the one that is named, else the first that is at hand.

Without a name these are tried in order: OPENAI_BASE_URL, a provider whose key is set, a model server on this machine,
the embedded engine. A choice that the user did not make says why.
"""

from __future__ import annotations

import importlib.util
import os
import stat
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from summarize.errors import BadSetting, NoKey, NoModel, UnknownModel
from summarize.llm.local.installing import install_command
from summarize.llm.local.running_servers import LocalServer, detect_servers, listed_nearby, look_at
from summarize.llm.providers import ModelSpec, Preset, is_small, ollama_url, presets
from summarize.network.loopback import is_loopback


@dataclass(frozen=True, slots=True)
class Choice:
    """The model taken. ``why`` is a sentence for stderr where the user did not name the model, else ""."""

    spec: ModelSpec
    why: str = ""


def engine_installed() -> bool:
    """Whether the embedded engine is installed. It is looked up and not imported."""
    return importlib.util.find_spec("xllamacpp") is not None


def ask_server(spec: ModelSpec) -> tuple[str, ...]:
    """Return the models that an endpoint lists. This is a network call. Raises what ``list_models`` raises."""
    if is_loopback(spec.base_url) and (names := listed_nearby(spec.base_url, spec.key)):
        return names
    # asyncio takes 12 ms of a stored page's 0.2 s; openai, which the call itself imports, takes 0.4 s.
    from summarize.llm.client.listing import list_models

    return list_models(spec)


def resolve_model(
    name: str | None,
    *,
    env: Mapping[str, str],
    key_dir: Path,
    base_url: str | None = None,
    provider: str | None = None,
    detect: Callable[[], Sequence[LocalServer]] = detect_servers,
    ask: Callable[[ModelSpec], tuple[str, ...]] = ask_server,
    engine: Callable[[], bool] = engine_installed,
) -> Choice:
    """Return the model that ``name`` means, with its key; without a name, the first model that is at hand.

    ``name`` is ``provider/model``, a provider alone (its default model), or a model of the configured ``provider``.
    ``base_url`` overrides OPENAI_BASE_URL; both apply to ``openai/`` and ``custom/`` alone. ``key_dir`` has a file for
    each provider whose key is stored. ``detect``, ``ask`` and ``engine`` look for servers on this machine, for the
    models of an endpoint and for the embedded engine. Raises NoModel, NoKey, UnknownModel, BadSetting.
    """
    at = _Surroundings(env, key_dir, (base_url or env.get("OPENAI_BASE_URL", "")).strip() or None, detect, ask, engine)
    name = (name or "").strip()
    if name:
        first, _, rest = name.partition("/")
        if first.lower() in presets():
            return Choice(at.spec(presets()[first.lower()], rest))
        return Choice(at.spec(at.configured(provider, name), name))
    if provider:
        return Choice(at.spec(_preset(provider), ""))
    return at.at_hand()


def find_key(preset: Preset, env: Mapping[str, str], key_dir: Path) -> str:
    """Return the provider's key, from the environment or its key file; "" where there is none.

    Raises BadSetting for a key file that others can read, or that cannot be read, and for a key that cannot be one.
    """
    for variable in preset.keys:
        if value := env.get(variable, "").strip():
            return _usable(value, variable)
    for file_name in preset.key_files:
        path = key_dir / file_name
        try:
            mode = path.stat().st_mode
        except OSError:
            continue
        if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise BadSetting(
                f"the key file {path} can be read by others (mode {stat.S_IMODE(mode):o})",
                hint=f"Make it yours alone: chmod 600 {path}",
            )
        try:
            value = path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as exc:
            raise BadSetting(f"the key file {path} cannot be read", hint="Set the key anew.") from exc
        if value:
            return _usable(value, str(path))
    return ""


def _usable(key: str, where: str) -> str:
    if not key.isascii() or not key.isprintable() or " " in key:
        raise BadSetting(
            f"the key in {where} has spaces, line ends or other characters that no key has",
            hint="Copy the key alone, without quotes or words around it.",
        )
    return key


def _embedded(preset: Preset, name: str) -> ModelSpec:
    """Return a model of the embedded engine's table. Raises UnknownModel."""
    from summarize.llm.local.model_table import local_model

    model = local_model(name or preset.default_model)
    return replace(
        preset.model(model.name),
        context_tokens=model.context,
        max_output_tokens=min(preset.model("").max_output_tokens, model.context // 2),
        sentence_by_sentence=model.small,
    )


def _preset(name: str) -> Preset:
    try:
        return presets()[name.lower()]
    except KeyError:
        raise BadSetting(f"there is no provider {name!r}", hint=f"Known are: {', '.join(presets())}.") from None


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What the choice depends on: environment, stored keys, base URL, and the three ways to ask."""

    env: Mapping[str, str]
    key_dir: Path
    openai_url: str | None
    detect: Callable[[], Sequence[LocalServer]]
    ask: Callable[[ModelSpec], tuple[str, ...]]
    engine: Callable[[], bool]

    def spec(self, preset: Preset, model: str) -> ModelSpec:
        """Return the preset's model of that name ("" for its default), ready to be called."""
        if preset.name == "local":
            return _embedded(preset, model)
        base_url = self._base_url(preset)
        key = self._key(preset, base_url)
        if preset.needs_key and not key and not is_loopback(base_url):
            raise NoKey(
                f"there is no key for {preset.name} ({preset.title})",
                hint=f"Set {' or '.join(preset.keys)} in the environment, or run: "
                f"summarize config set-key {preset.name}",
            )
        elsewhere = base_url != preset.base_url and not preset.is_local
        name = model or ("" if elsewhere else preset.default_model)
        context: int | None = None
        if preset.is_local:
            name, context = self._served(preset, base_url, name)
        elif not name:
            name = self._first_listed(preset.model("", base_url=base_url, key=key))
        spec = preset.model(name, base_url=base_url, key=key)
        if context:
            limit = max(256, min(spec.max_output_tokens, context // 2))
            spec = replace(spec, context_tokens=context, max_output_tokens=limit)
        if elsewhere:
            here = is_loopback(base_url)
            # The preset's price, limits and switches are of its own host's models, not of this one's.
            spec = replace(
                presets()["custom"].model(name, base_url=base_url, key=key),
                provider=preset.name,
                is_local=here,
                sentence_by_sentence=here and is_small(name),
            )
        return spec

    def _base_url(self, preset: Preset) -> str:
        if preset.name in ("openai", "custom"):
            url = self.openai_url or preset.base_url
        elif preset.name == "ollama" and self.env.get("OLLAMA_HOST", "").strip():
            url = ollama_url(self.env["OLLAMA_HOST"])
        else:
            url = preset.base_url
        parts = urlsplit(url)
        if not url:
            raise BadSetting(
                "custom/ needs the address of a server",
                hint="Set OPENAI_BASE_URL, for instance http://127.0.0.1:8080/v1.",
            )
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise BadSetting(
                f"{url!r} is not the address of a server",
                hint="A base URL looks like https://api.example.com/v1 or http://127.0.0.1:8080/v1.",
            )
        return url.rstrip("/")

    def _key(self, preset: Preset, base_url: str) -> str:
        if preset.name == "openai" and base_url != preset.base_url:
            # OpenAI's stored key is for OpenAI alone. Another server gets the key of the environment, set with its URL.
            return _usable(key, "OPENAI_API_KEY") if (key := self.env.get("OPENAI_API_KEY", "").strip()) else ""
        return find_key(preset, self.env, self.key_dir)

    def _served(self, preset: Preset, base_url: str, name: str) -> tuple[str, int | None]:
        """Return name and context of a local server's model. Without a name it is the first of the server's models."""
        server = look_at(preset.name, base_url.removesuffix("/v1"), timeout_s=1.0)
        if server is None:
            if name:
                return name, None  # the call itself will say what is wrong
            raise NoModel(
                f"no {preset.title.partition(' on ')[0]} answers at {base_url}",
                hint=f"Start it, or name the model: --model {preset.name}/MODEL.",
            )
        if not name and not server.models:
            raise NoModel(f"the server at {base_url} has no chat model", hint="Give it one, then try again.")
        loaded = not name or name == server.models[0] if server.models else False
        return name or server.models[0], server.context_tokens if loaded else None

    def _first_listed(self, spec: ModelSpec) -> str:
        models = self.ask(spec)
        if not models:
            raise UnknownModel(
                f"{spec.endpoint} lists no models", hint=f"Name the model: --model {spec.provider}/MODEL."
            )
        return models[0]

    def configured(self, provider: str | None, model: str) -> Preset:
        """Return the provider of a model that was named without one. Raises NoModel, BadSetting."""
        if provider:
            return _preset(provider)
        if self.openai_url:
            return presets()["custom"]
        for preset in presets().values():
            if preset.needs_key and find_key(preset, self.env, self.key_dir):
                return preset
        raise NoModel(
            f"{model!r} does not say which provider it is of, and no key is set that would",
            hint="Name both: --model PROVIDER/MODEL, for instance deepseek/deepseek-flash or ollama/qwen3:4b.",
        )

    def at_hand(self) -> Choice:
        """Return what is taken when no model is named: a base URL's, a key's, a local server's, or the engine's.

        Raises NoModel.
        """
        if self.openai_url:
            spec = self.spec(presets()["custom"], "")
            return Choice(spec, _why(spec, "OPENAI_BASE_URL is set and this is the first model listed there"))
        with_keys = [p for p in presets().values() if p.needs_key and find_key(p, self.env, self.key_dir)]
        # Keys of the environment come before stored ones, then the table's order counts. A provider's second address is
        # taken only where a key is stored under its own name.
        with_keys = [p for p in with_keys if p.key_files[-1] == p.name or (self.key_dir / p.name).exists()]
        with_keys.sort(key=lambda p: not any(self.env.get(v, "").strip() for v in p.keys))
        if with_keys:
            spec = self.spec(with_keys[0], "")
            others = f" (there is one for {', '.join(p.name for p in with_keys[1:])} too)" if with_keys[1:] else ""
            return Choice(spec, _why(spec, f"a key for {spec.provider} is set{others}"))
        for server in self._servers():
            if server.models:
                spec = self._found(server)
                return Choice(spec, _why(spec, f"a server was found at {server.base_url}"))
        if self.engine():
            spec = _embedded(presets()["local"], "")
            return Choice(spec, _why(spec, "no key is set, no local server answers, and the embedded engine is here"))
        raise NoModel(
            "no model is set up: no key is set, no local server answers, and the embedded engine is not installed",
            hint="Three ways to go on:\n"
            "  a provider's key:   export DEEPSEEK_API_KEY=…  (or summarize config set-key deepseek)\n"
            "  a local server:     ollama serve && ollama pull qwen3:4b  (LM Studio, llama-server, vLLM are found too)\n"
            f"  the engine inside:  {install_command()}, then summarize demo",
        )

    def _servers(self) -> Sequence[LocalServer]:
        host = self.env.get("OLLAMA_HOST", "").strip()
        if host and is_loopback(url := ollama_url(host)):
            server = look_at("ollama", url.removesuffix("/v1"))
            if server is not None:
                return (server, *(s for s in self.detect() if s.provider != "ollama"))
        return self.detect()

    def _found(self, server: LocalServer) -> ModelSpec:
        spec = presets()[server.provider].model(server.models[0], base_url=server.base_url)
        spec = replace(spec, key=find_key(presets()[server.provider], self.env, self.key_dir))
        if server.context_tokens:
            limit = max(256, min(spec.max_output_tokens, server.context_tokens // 2))
            spec = replace(spec, context_tokens=server.context_tokens, max_output_tokens=limit)
        return spec


def _why(spec: ModelSpec, reason: str) -> str:
    return f'using {spec.label}: {reason}. To settle it, write into config.toml: model = "{spec.label}"'
