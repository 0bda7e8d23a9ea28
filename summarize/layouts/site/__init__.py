"""The pages of a daily site (``summarize daily DIR``): values in, text out."""
