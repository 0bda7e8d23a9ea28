"""``python -m summarize`` is the same command as ``summarize``."""

from summarize.cli import main

if __name__ == "__main__":
    main()
