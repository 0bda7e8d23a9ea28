"""How many errors of meaning the checks find, and how often they are right. See docs/measuring-meaning.md.

The damage that is done here shares no code and no word list with ``summarize/checks``.
"""
