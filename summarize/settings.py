"""Settings of a run, the folders of the program, and the configuration file.

Click resolves the order of an option: its value on the command line, its ``SUMMARIZE_…`` variable, the configuration
file (through ``default_map``), its default. This module reads the file and has the frozen values that result.
"""

from __future__ import annotations

import difflib
import math
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from summarize.errors import BadSetting

if TYPE_CHECKING:
    from collections.abc import Mapping

    from summarize.values import LanguageOrder, Script

#: arXiv's terms of use: one request every three seconds (https://info.arxiv.org/help/api/tou.html).
ARXIV_DELAY_S = 3.0
ARXIV_URL = "https://export.arxiv.org"
#: https://info.arxiv.org/help/rss.html
ARXIV_FEEDS_URL = "https://rss.arxiv.org"
ARXIV_LISTS_URL = "https://arxiv.org"


#: Where a whole paper's text comes from: arXiv's HTML, its PDF, or whichever there is.
SourceChoice = Literal["auto", "html", "pdf"]


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of this program."""

    config_dir: Path
    cache_dir: Path
    models_dir: Path

    @property
    def config_file(self) -> Path:
        return self.config_dir / "config.toml"

    @property
    def store_file(self) -> Path:
        return self.cache_dir / "store.sqlite"

    @property
    def papers_dir(self) -> Path:
        """The folder of downloaded PDFs and HTML pages."""
        return self.cache_dir / "papers"

    @property
    def keys_dir(self) -> Path:
        return self.config_dir / "keys"

    @property
    def arxiv_lock(self) -> Path:
        return self.cache_dir / "arxiv.lock"


@dataclass(frozen=True, slots=True)
class ArxivSettings:
    """How arXiv is reached.

    ``delay_s`` is the time between two requests. ``custom`` says that ``url`` is not arXiv's own.
    """

    url: str = ARXIV_URL
    delay_s: float = ARXIV_DELAY_S

    @property
    def custom(self) -> bool:
        return self.url != ARXIV_URL

    @property
    def feeds_url(self) -> str:
        """The address that arXiv's feeds are below, as ``/rss/cs.CL``."""
        return self.url if self.custom else ARXIV_FEEDS_URL

    @property
    def lists_url(self) -> str:
        """The address that arXiv's lists are below, as ``/list/cs.CL/new``."""
        return self.url if self.custom else ARXIV_LISTS_URL


@dataclass(frozen=True, slots=True)
class ModelPrice:
    """What a model costs, in US dollars per million tokens in and out."""

    input_usd: float
    output_usd: float


@dataclass(frozen=True, slots=True)
class Settings:
    """Every option of a run with its value in force. Times are in seconds, money is in US dollars.

    ``layout`` is None where none was asked for. The output file's suffix then decides, otherwise it is ``report``.
    ``lang`` has been read before the options, because it is the language in which errors in them are told.
    """

    model: str | None = None
    layout: str | None = None
    output: str | None = None
    jobs: int = 8
    to: Script = "zh-Hans"
    full: bool = False
    source: SourceChoice = "auto"
    sections: bool = False
    appendix: bool = False
    also_english: bool = False
    figures: str | None = None
    context: int | None = None
    glossary: tuple[Path, ...] = ()
    prompts: Path | None = None
    check: bool = True
    strict: bool = False
    refresh: bool = False
    offline: bool = False
    max_age_s: float = 86400.0
    max_cost: float | None = None
    max_papers: int | None = None
    dry_run: bool = False
    new_only: bool = False
    retry_failed: bool = False
    fail_fast: bool = False
    timeout_s: float | None = None
    retries: int = 3
    front_matter: bool = False
    bibtex: bool = False
    interests: Path | None = None
    order: LanguageOrder = "zh-en"
    overwrite: bool = False
    stable_names: bool = False
    vault: bool = False
    pdfs: bool = True
    open_page: bool = False
    pager: bool = False
    quiet: bool = False
    verbose: bool = False
    yes: bool = False
    lang: str | None = None


def settings_from(options: Mapping[str, Any]) -> Settings:
    """Return the settings of a run from its options by parameter name, as Click resolved them."""
    renamed = {"max_age": "max_age_s", "timeout": "timeout_s"}
    values = {renamed.get(name, name): value for name, value in options.items()}
    if values.pop("pdf", False):
        values |= {"full": True, "source": "pdf"}
    return Settings(**values)


def find_places(env: Mapping[str, str]) -> Places:
    """Return the folders: all in ``SUMMARIZE_HOME`` where it is set, else the platform's own (XDG on Linux)."""
    home = env.get("SUMMARIZE_HOME")
    if home:
        base = Path(home).expanduser()
        return Places(base, base / "cache", base / "models")
    from platformdirs import PlatformDirs

    # npm has another program called "summarize". This name keeps the two apart.
    dirs = PlatformDirs("summarize-arxiv", appauthor=False)
    return Places(Path(dirs.user_config_dir), Path(dirs.user_cache_dir), Path(dirs.user_data_dir) / "models")


def arxiv_settings(env: Mapping[str, str]) -> ArxivSettings:
    """Return arXiv's address and delay from ``SUMMARIZE_ARXIV_URL`` and ``SUMMARIZE_ARXIV_DELAY``, or the defaults.

    Raises BadSetting where the address is none, and where the delay is no number, or is below three seconds while arXiv
    itself is asked.
    """
    url = env.get("SUMMARIZE_ARXIV_URL", "").rstrip("/") or ARXIV_URL
    if url != ARXIV_URL and not _is_base_address(url):
        shown = re.sub(r"^([^/]*)//.*@", r"\1//…@", url)  # without a password
        raise BadSetting(
            f"SUMMARIZE_ARXIV_URL is {shown!r}; it must be an address such as {ARXIV_URL}",
            hint="http or https, a host, perhaps a port and a path; no spaces, no name or password, no ? and no #",
        )
    text = env.get("SUMMARIZE_ARXIV_DELAY", "")
    try:
        delay_s = float(text) if text else ARXIV_DELAY_S
    except ValueError:
        delay_s = -1.0
    if not 0 <= delay_s < float("inf"):
        raise BadSetting(f"SUMMARIZE_ARXIV_DELAY is {text!r}; it must be a number of seconds")
    if delay_s < ARXIV_DELAY_S and url == ARXIV_URL:
        raise BadSetting(
            f"SUMMARIZE_ARXIV_DELAY is {text}; arXiv's terms allow one request every {ARXIV_DELAY_S:g} seconds",
            hint="A shorter delay is for mirrors and tests, together with SUMMARIZE_ARXIV_URL",
        )
    return ArxivSettings(url, delay_s)


def _is_base_address(url: str) -> bool:
    """Whether addresses below ``url`` can be asked for: http or https, a host, perhaps a port and a path."""
    if re.search(r"[\s\x00-\x20\x7f-\x9f\ud800-\udfff\\@?#]", url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def read_language(path: Path) -> str:
    """Return the value of ``lang`` in config.toml, or "" where there is none.

    It is read before all options, because errors in them are told in it. What is wrong with the file is told later.
    """
    try:
        with path.open("rb") as file:
            value = tomllib.load(file).get("lang", "")
    except (OSError, ValueError, RecursionError):
        return ""
    return value if isinstance(value, str) else ""


#: The table of config.toml that is no option: prices by model.
_PRICES = "prices"
_PRICE_HINT = (
    f'A price looks like: [{_PRICES}."custom/my-model"] input = 0.2, output = 0.8 (US dollars per million tokens)'
)


def read_config_file(path: Path, known: Mapping[str, str]) -> dict[str, object]:
    """Return the options in ``path`` by parameter name; an empty dict where there is no file.

    Keys are option names, with hyphens or underscores. ``known`` maps them, with underscores, to parameter names.
    Raises BadSetting, which names the file and the line or key.
    """
    options: dict[str, object] = {}
    for key, value in _config_table(path).items():
        if key == _PRICES:
            continue  # read_prices
        name = key.replace("-", "_")
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = f"Did you mean {near[0].replace('_', '-')}?" if near else "summarize config lists the options"
            raise BadSetting(f"{path}: there is no option {key!r}", hint=hint)
        if isinstance(value, dict):
            raise BadSetting(f"{path}: {key!r} must be a value, not a table")
        options[known[name]] = value
    return options


def read_prices(path: Path) -> dict[str, ModelPrice]:
    """Return the prices in ``path`` by model, as the file names it; an empty dict where there are none.

    Raises BadSetting, which names the file and the model or key.
    """
    table = _config_table(path).get(_PRICES, {})
    if not isinstance(table, dict):
        raise BadSetting(f"{path}: {_PRICES!r} must be a table", hint=_PRICE_HINT)
    return {model: _price(path, model, entry) for model, entry in table.items()}


def _price(path: Path, model: str, entry: object) -> ModelPrice:
    if not isinstance(entry, dict):
        raise BadSetting(f"{path}: the price of {model!r} must be a table", hint=_PRICE_HINT)
    amounts = {"input": entry.get("input"), "output": entry.get("output")}
    if unknown := sorted(entry.keys() - amounts.keys()):
        raise BadSetting(f"{path}: the price of {model!r} has no key {unknown[0]!r}", hint=_PRICE_HINT)
    for key, amount in amounts.items():
        if not _is_amount(amount):
            raise BadSetting(f"{path}: {key} of the price of {model!r} must be a number, 0 or more", hint=_PRICE_HINT)
    return ModelPrice(float(entry["input"]), float(entry["output"]))


def _is_amount(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < math.inf


def _config_table(path: Path) -> dict[str, Any]:
    """Return what the file says; an empty dict where there is none. Raises BadSetting."""
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(f"{path} cannot be read: {error}") from error
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadSetting(
            f"{path} is not TOML: {error}", hint='A line looks like: model = "deepseek/deepseek-flash"'
        ) from error


def parse_duration_s(text: str) -> float:
    """Return the seconds of ``24h``, ``90m``, ``45s``, ``7d`` or a plain number. Raises ValueError."""
    units = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
    text = text.strip().lower()
    number, unit = (text[:-1], units[text[-1]]) if text and text[-1] in units else (text, 1.0)
    seconds = float(number) * unit
    if not 0 <= seconds < float("inf"):
        raise ValueError(text)
    return seconds
