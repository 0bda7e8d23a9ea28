"""The choice of the model and its key, and what the program says about it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from summarize.errors import BadSetting, NoKey, NoModel
from summarize.llm.choice import Choice, resolve_model
from summarize.llm.local.running_servers import LocalServer
from summarize.llm.providers import ModelSpec, is_small, ollama_url, presets
from tests.loopback.model_server import ModelServer

NOBODY: tuple[LocalServer, ...] = ()


def resolve(
    name: str | None,
    env: Mapping[str, str] | None = None,
    *,
    keys: Path = Path("/nonexistent"),
    servers: Sequence[LocalServer] = NOBODY,
    engine: bool = False,
    provider: str | None = None,
    listed: tuple[str, ...] = ("listed-model",),
) -> Choice:
    return resolve_model(
        name,
        env=env or {},
        key_dir=keys,
        provider=provider,
        detect=lambda: servers,
        ask=lambda spec: listed,
        engine=lambda: engine,
    )


@pytest.mark.parametrize(
    ("name", "provider", "model"),
    [
        ("deepseek/deepseek-v4-pro", "deepseek", "deepseek-v4-pro"),
        ("DeepSeek/deepseek-v4-pro", "deepseek", "deepseek-v4-pro"),
        ("deepseek", "deepseek", "deepseek-flash"),
        ("siliconflow/Qwen/Qwen2.5-7B-Instruct", "siliconflow", "Qwen/Qwen2.5-7B-Instruct"),
        ("openrouter/deepseek/deepseek-v4.1-flash", "openrouter", "deepseek/deepseek-v4.1-flash"),
        ("moonshot-intl/kimi-k3", "moonshot-intl", "kimi-k3"),
        ("local/starter", "local", "starter"),
        ("local", "local", "starter"),
    ],
)
def test_the_first_segment_is_a_provider_if_it_names_a_preset(name: str, provider: str, model: str) -> None:
    env = {v: "sk-x" for p in presets().values() for v in p.keys}
    spec = resolve(name, env).spec
    assert (spec.provider, spec.name) == (provider, model)


def test_any_other_first_segment_belongs_to_the_model_of_the_configured_provider() -> None:
    spec = resolve("Qwen/Qwen2.5-7B-Instruct", {"SILICON_API_KEY": "sk-x"}, provider="siliconflow").spec
    assert (spec.provider, spec.name) == ("siliconflow", "Qwen/Qwen2.5-7B-Instruct")


def test_a_named_model_needs_no_explanation_and_a_found_one_gets_it_with_the_line_that_settles_it() -> None:
    assert resolve("deepseek", {"DEEPSEEK_API_KEY": "sk-x"}).why == ""
    why = resolve(None, {"DEEPSEEK_API_KEY": "sk-x", "GEMINI_API_KEY": "sk-y"}).why
    assert "deepseek/deepseek-flash" in why
    assert "gemini" in why
    assert 'model = "deepseek/deepseek-flash"' in why


def test_of_several_keys_the_order_of_the_table_decides() -> None:
    env = {"GEMINI_API_KEY": "g", "DASHSCOPE_API_KEY": "d", "OPENAI_API_KEY": "  "}
    assert resolve(None, env).spec.provider == "dashscope"


def test_without_a_key_a_local_server_and_then_the_engine_is_taken() -> None:
    servers = [
        LocalServer("ollama", "http://127.0.0.1:11434/v1", ()),
        LocalServer("lmstudio", "http://127.0.0.1:1234/v1", ("qwen3-4b",), 16_384),
    ]
    spec = resolve(None, servers=servers, engine=True).spec
    assert (spec.label, spec.context_tokens, spec.is_local) == ("lmstudio/qwen3-4b", 16_384, True)
    assert resolve(None, engine=True).spec.label == "local/starter"


def test_with_nothing_at_all_three_ways_to_go_on_are_named() -> None:
    with pytest.raises(NoModel) as caught:
        resolve(None)
    assert caught.value.exit_status == 3
    for way in ("DEEPSEEK_API_KEY", "ollama", "local]"):
        assert way in caught.value.hint


def test_a_missing_key_is_named_by_its_variable() -> None:
    with pytest.raises(NoKey, match="dashscope") as caught:
        resolve("dashscope/qwen-plus")
    assert "DASHSCOPE_API_KEY" in caught.value.hint


def test_openai_base_url_applies_to_openai_and_custom_alone_and_gets_the_openai_key_alone(tmp_path: Path) -> None:
    (tmp_path / "openai").write_text("sk-stored-for-openai")
    (tmp_path / "openai").chmod(0o600)
    env = {"OPENAI_BASE_URL": "http://127.0.0.1:9/v1", "DEEPSEEK_API_KEY": "sk-d"}
    assert resolve("deepseek", env).spec.base_url == "https://api.deepseek.com"
    assert resolve("custom/m", env).spec.base_url == "http://127.0.0.1:9/v1"
    elsewhere = resolve("openai/m", env, keys=tmp_path).spec
    assert (elsewhere.base_url, elsewhere.key) == ("http://127.0.0.1:9/v1", "")
    assert elsewhere.price is None
    assert resolve("openai/m", env | {"OPENAI_API_KEY": "sk-o"}).spec.key == "sk-o"


def test_a_base_url_alone_is_enough_and_its_first_model_is_taken() -> None:
    with ModelServer(models=["served-here"]) as server:
        choice = resolve_model(None, env={"OPENAI_BASE_URL": server.url}, key_dir=Path("/nonexistent"))
    assert choice.spec.label == "custom/served-here"
    assert choice.spec.is_local
    assert "OPENAI_BASE_URL" in choice.why


@pytest.mark.parametrize("url", ["127.0.0.1:8080", "ftp://host/v1", "not a url"])
def test_a_base_url_that_is_none_is_said(url: str) -> None:
    with pytest.raises(BadSetting, match="is not the address of a server"):
        resolve("custom/m", {"OPENAI_BASE_URL": url})


def test_a_stored_key_is_used_after_the_environment(tmp_path: Path) -> None:
    path = tmp_path / "zhipu"
    path.write_text("sk-stored\n")
    path.chmod(0o600)
    assert resolve("zhipu", keys=tmp_path).spec.key == "sk-stored"
    assert resolve("zhipu", {"ZAI_API_KEY": "sk-env"}, keys=tmp_path).spec.key == "sk-env"
    assert resolve(None, keys=tmp_path).spec.provider == "zhipu"


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644])
def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "deepseek"
    path.write_text("sk-stored")
    path.chmod(mode)
    with pytest.raises(BadSetting, match="can be read by others") as caught:
        resolve("deepseek", keys=tmp_path)
    assert "chmod 600" in caught.value.hint
    assert "sk-stored" not in str(caught.value)


@pytest.mark.parametrize("key", ["sk a", "密钥", "sk-a\nsk-b"])
def test_a_key_that_cannot_be_one_is_refused_without_being_shown(key: str) -> None:
    with pytest.raises(BadSetting, match="DEEPSEEK_API_KEY") as caught:
        resolve("deepseek", {"DEEPSEEK_API_KEY": key})
    assert key not in str(caught.value) + caught.value.hint


def test_a_key_is_in_no_text_of_a_spec() -> None:
    spec = resolve("deepseek", {"DEEPSEEK_API_KEY": "sk-secret"}).spec
    assert spec.key == "sk-secret"
    assert "sk-secret" not in f"{spec} {spec!r} {spec.label} {spec.endpoint} {Choice(spec)!r}"


def test_a_password_in_a_base_url_is_in_no_message() -> None:
    assert ModelSpec("custom", "m", "https://me:pw@host:8443/v1").endpoint == "https://host:8443/v1"


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1:11434", "http://127.0.0.1:11434/v1"),
        ("0.0.0.0", "http://127.0.0.1:11434/v1"),
        (":5000", "http://127.0.0.1:5000/v1"),
        ("box.lan", "http://box.lan:11434/v1"),
        ("https://box.lan", "https://box.lan:443/v1"),
        ("http://box.lan:8080/ollama/", "http://box.lan:8080/ollama/v1"),
        ("[::1]:5000", "http://[::1]:5000/v1"),
    ],
)
def test_ollama_host_is_read_as_ollama_reads_it(host: str, url: str) -> None:
    assert ollama_url(host) == url


@pytest.mark.parametrize(
    ("name", "small"),
    [
        ("qwen2.5:1.5b", True),
        ("qwen2.5-coder-0.5b-instruct", True),
        ("llama3.2:1b", True),
        ("qwen3:4b", False),
        ("Qwen3-30B-A3B", False),
        ("gpt-5.6-luna", False),
    ],
)
def test_a_small_model_is_known_by_its_name(name: str, small: bool) -> None:
    assert is_small(name) is small


def test_every_preset_can_be_called_and_every_price_has_a_date_and_a_source() -> None:
    for preset in presets().values():
        spec = preset.model(preset.default_model)
        assert spec.context_tokens >= spec.max_output_tokens > 0
        assert preset.base_url.startswith("https://") or preset.is_local or preset.name == "custom", (
            f"{preset.name}: an address without TLS is for a server on this machine: local = true"
        )
        for model in preset.models:
            price = preset.model(model).price
            if price is not None:
                assert price.checked >= "2026-01-01"
                assert price.source
                assert 0 < price.input_usd <= price.output_usd
