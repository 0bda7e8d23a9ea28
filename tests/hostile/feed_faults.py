"""The faults of arXiv's feeds: records that are wrong, too many, too long or hostile. All text here is made up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from tests.hostile.faults import Fault, ok
from tests.hostile.raw_server import Good

_DIGITS = "9" * 5000
#: What a hostile author could write into a title or an abstract.
MARKUP = (
    "<script>evil()</script> <img src=x onerror=evil()> [click](javascript:evil()) ![](http://127.0.0.1:1/evil.png)"
)
CONTROL = "\x9b31m red \u202e turned \u2066 \x07 \x85 end"

_ENTITIES = (
    '<!DOCTYPE feed [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {name} "{"".join(f"&{inner};" for _ in range(10))}">'
        for inner, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)


def _element(tag: str, value: str) -> Callable[[str], str]:
    """Return the change that gives every element of that tag another content, in entries alone."""

    def change(feed: str) -> str:
        start, entry, rest = feed.partition("<entry>")
        return start + entry + re.sub(rf"(<{tag}[^>]*>).*?(</{tag}>)", lambda m: m[1] + value + m[2], rest, flags=re.S)

    return change


def _without(tag: str) -> Callable[[str], str]:
    def change(feed: str) -> str:
        start, entry, rest = feed.partition("<entry>")
        return start + entry + re.sub(rf"<{tag}[^>]*>.*?</{tag}>", "", rest, flags=re.S)

    return change


def _total(value: str) -> Callable[[str], str]:
    return lambda feed: re.sub(r"(<opensearch:totalResults>).*?(<)", lambda m: m[1] + value + m[2], feed)


def _entry(feed: str) -> str:
    return feed[feed.index("<entry>") : feed.rindex("</entry>") + len("</entry>")]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _nested(feed: str) -> str:
    return feed.replace("<entry>", "<x>" * 100_000 + "<entry>", 1)


def _prolog(text: str) -> Callable[[str], str]:
    return lambda feed: feed.replace("?>", "?>" + text, 1)


#: Each changes a right feed.
_CHANGES: Mapping[str, Callable[[str], str]] = {
    "a date that is none": _element("published", "yesterday"),
    "a date of the year 99999": _element("published", "99999-01-01T00:00:00Z"),
    "a date of 5,000 digits": _element("published", _DIGITS),
    "an empty date": _element("published", ""),
    "no date": _without("published"),
    "a wrong date of update": _element("updated", "2025-02-31T99:99:99Z"),
    "totalResults ²": _total("²"),
    "totalResults of 5,000 digits": _total(_DIGITS),
    "totalResults -1": _total("-1"),
    "totalResults empty": _total(""),
    "totalResults a million": _total("1000000"),
    "no totalResults": lambda feed: re.sub(r"<opensearch:totalResults>.*?</opensearch:totalResults>", "", feed),
    "no entry": lambda feed: feed.replace(_entry(feed), ""),
    "the entry twice": lambda feed: feed.replace(_entry(feed), _entry(feed) * 2),
    "20,000 entries": lambda feed: feed.replace(_entry(feed), _entry(feed) * 20_000),
    "an entry without an id": _without("id"),
    "an id that is empty": _element("id", ""),
    "an id that is none": _element("id", "nonsense"),
    "an id of another paper": _element("id", "http://arxiv.org/abs/2501.99999v1"),
    "an id with a version of 5,000 digits": _element("id", f"http://arxiv.org/abs/2501.10001v{_DIGITS}"),
    "an id that is a script": _element("id", "javascript:evil()"),
    "no title": _without("title"),
    "an empty title": _element("title", " "),
    "a title of 1 MB": _element("title", "word " * 200_000),
    "an abstract of 5 MB": _element("summary", "A sentence of some words. " * 200_000),
    "an abstract of one letter": _element("summary", "x" * 200_000),
    "an abstract of brackets": _element("summary", "([{" * 30_000),
    "an abstract of dollars": _element("summary", "$" * 100_000),
    "no abstract": _without("summary"),
    "markup in the title": _element("title", _escaped(MARKUP)),
    "markup in the abstract": _element("summary", _escaped(f"We show it. {MARKUP} It works.")),
    "elements in the title": _element("title", "A <b>bold</b> <script>evil()</script> title"),
    "control characters in the title": _element("title", f"A title {CONTROL}"),
    "control characters in the abstract": _element("summary", f"We show it. {CONTROL} It works."),
    "an escape as a reference": _element("title", "A &#27;[31m title &#x202e; &#0;"),
    "a lone surrogate as a reference": _element("title", "A &#xD83D; title"),
    "a name of an author in colours": _element("name", f"Eve {_escaped(MARKUP)} {CONTROL}"),
    "a comment in colours": _element("arxiv:comment", f"{_escaped(MARKUP)} {CONTROL}"),
    "10,000 authors": lambda feed: feed.replace(
        "<author>", "<author><name>A B</name></author>" * 10_000 + "<author>", 1
    ),
    "a link that is a script": lambda feed: feed.replace('href="https://arxiv.org/', 'href="javascript:evil()//'),
    "a category that is none": lambda feed: re.sub(r'term="[^"]*"', 'term="&lt;script&gt;evil() \u202e"', feed),
    "entities that multiply": lambda feed: _element("title", "&i;")(_prolog(_ENTITIES)(feed)),
    "an entity from a file": lambda feed: _element("title", "&e;")(
        _prolog('<!DOCTYPE feed [<!ENTITY e SYSTEM "file:///etc/hostname">]>')(feed)
    ),
    "a style sheet": _prolog('<?xml-stylesheet href="http://127.0.0.1:1/evil.xsl" type="text/xsl"?>'),
    "elements nested 100,000 deep": _nested,
    "100,000 attributes": lambda feed: feed.replace(
        "<entry>", "<entry " + " ".join(f'a{n}="1"' for n in range(100_000)) + ">", 1
    ),
    "another namespace": lambda feed: feed.replace("http://www.w3.org/2005/Atom", "http://www.w3.org/2099/Molecule"),
    "a wrong encoding declared": lambda feed: feed.replace("UTF-8", "UTF-32", 1),
    "an encoding that does not exist": lambda feed: feed.replace("UTF-8", "nonsense", 1),
    "cut in an entry": lambda feed: feed[: feed.index("<summary>") + 20],
    "a tag that is not closed": lambda feed: feed.replace("</summary>", "", 1),
    "an ampersand": _element("title", "Lanterns & Lamps &nbsp; &unknown;"),
    "JSON": lambda feed: '{"feed": []}',
    "a web page": lambda feed: "<!DOCTYPE html><html><body><script>evil()</script></body></html>",
    "a lot of nothing": lambda feed: " \n" * 500_000,
}


def feed_faults() -> Iterator[Fault]:
    """Yield them all. Their names are unique."""
    for name, change in _CHANGES.items():
        yield _changed(name, change)


def _changed(name: str, change: Callable[[str], str]) -> Fault:
    def steps(good: Good) -> list[bytes]:
        return [ok(good, change(good.body.decode()).encode("utf-8", "surrogatepass"))]

    return Fault(f"feed: {name}", steps)
