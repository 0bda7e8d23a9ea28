"""Measures whether reading takes time in proportion to the length of the text.

``python -m tests.hostile.linear.measure`` reads every regular expression of the package and prints one JSON object a line:
``{"slow", "pattern", "text", "times"}`` for each that is slow, ``{"unreached"}`` for each call whose expression
is not known, and ``{"expressions", "cpu_s"}`` at the end. ``--whole`` measures each text at full length, not only those
that take long at a fifth of it.
"""

from __future__ import annotations

import collections
import importlib
import json
import math
import pkgutil
import re
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from tests.hostile.linear.expressions import Use, call_sites, expressions_of, package_folder, record_expressions
from tests.hostile.linear.pumping import Pump, pumps

#: Characters of the two texts whose times are compared, and how many times longer the long one may take.
SHORT, LONG, MOST = 5_000, 50_000, 20
#: Shorter times than this are taken for this: noise of a loaded machine must not fail the test. Seconds.
FLOOR_S = 0.005
#: A reading is stopped after this time. Seconds.
STOP_S = 5.0
#: A text of this many characters is read first. Time that is quadratic shows at it: 18 million steps take 7 ms and more.
_FIRST, _FIRST_S = 6_000, 0.004


class Stopped(Exception):
    """The error for a reading that took longer than the stop."""


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of processor time that the short and the long text took. A reading that was stopped took for ever."""

    short_s: float
    long_s: float

    @property
    def linear(self) -> bool:
        """Whether the long text took at most 20 times as long as the short one."""
        return self.long_s < math.inf and self.long_s <= MOST * max(self.short_s, FLOOR_S)


@dataclass(frozen=True, slots=True)
class SlowText:
    """The beginning of a text that is read slowly, and its times."""

    text: str
    times: Times


def compare(read: Callable[[str], object], short: str, long: str, stop_s: float = STOP_S) -> Times:
    """Read both texts and return the times. The long one comes first: where it is quick, the short one is not read.

    The better of two times counts where the first says that the time is not linear.
    """
    long_s = timed(read, long, stop_s)
    if long_s <= MOST * FLOOR_S:
        return Times(0.0, long_s)
    times = Times(timed(read, short, stop_s), long_s)
    if times.linear or long_s == math.inf:
        return times
    return Times(max(times.short_s, timed(read, short, stop_s)), min(long_s, timed(read, long, stop_s)))


def timed(read: Callable[[str], object], text: str, stop_s: float = STOP_S) -> float:
    """Return the processor time of one reading in seconds, or infinity where it was stopped."""

    def stop(_number: int, _frame: Any) -> None:
        raise Stopped

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, stop_s)
    begun = time.process_time()
    try:
        read(text)
        return time.process_time() - begun
    except Stopped:
        return math.inf
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def reader_of(pattern: re.Pattern[str], use: Use) -> Callable[[str], object]:
    """Return the function that applies an expression as the package does, over the whole text."""
    if use == "match":
        return pattern.match
    if use == "fullmatch":
        return pattern.fullmatch
    return lambda text: collections.deque(pattern.finditer(text), 0)


def slow_text(pattern: re.Pattern[str], use: Use, whole: bool = False, stop_s: float = STOP_S) -> SlowText | None:
    """Return the first text that an expression does not read in linear time, or None.

    With ``whole`` each text is read at full length, not only where it takes long at a fifth of it.
    """
    read = reader_of(pattern, use)
    for pump in pumps(pattern):
        if whole or _doubtful(read, pump, stop_s):
            times = compare(read, pump.text(SHORT), pump.text(LONG), stop_s)
            if not times.linear:
                return SlowText(pump.text(60), times)
    return None


def _doubtful(read: Callable[[str], object], pump: Pump, stop_s: float) -> bool:
    """Whether a text of moderate length takes long, and more than twice as long as its fifth lets expect."""
    first = timed(read, pump.text(_FIRST), stop_s)
    if first == math.inf:
        return True
    return first > _FIRST_S and first > 10 * timed(read, pump.text(_FIRST // 5), stop_s)


def main(whole: bool) -> None:
    """Print what is slow in all expressions of the package. They are compiled here for the first time."""
    folder = package_folder()
    compiled = record_expressions(folder)
    package = importlib.import_module("summarize")
    for module in pkgutil.walk_packages(package.__path__, "summarize."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    _run_what_makes_expressions()
    count = 0
    for site in call_sites(folder):
        patterns = expressions_of(site, compiled)
        if not patterns:
            print(json.dumps({"unreached": str(site)}), flush=True)
        for pattern in patterns:
            count += 1
            print(json.dumps({"site": str(site)}), flush=True)
            if found := slow_text(pattern, site.use, whole):
                print(json.dumps({"slow": str(site), "pattern": pattern.pattern, **asdict(found)}), flush=True)
    print(json.dumps({"expressions": count, "cpu_s": time.process_time()}), flush=True)


def _run_what_makes_expressions() -> None:
    """Call the functions that make expressions from what they are given, so that these are compiled."""
    recorded = importlib.import_module("tests.checks.recorded")
    recorded.now()
    replies = importlib.import_module("summarize.prompting.replies")
    replies.parse_digest("Takeaways:\n- a [1]\n- b [p2, 3]", "sentence")
    chinese = importlib.import_module("summarize.prompting.chinese_script")
    chinese.read_simplified("程式")
    coverage = importlib.import_module("summarize.checks.structure.coverage")
    coverage.verbatim("two words", "two\nwords")


if __name__ == "__main__":
    main("--whole" in sys.argv)
