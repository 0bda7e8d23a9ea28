"""What arXiv announced on which day: its feeds and lists, read, held against each other, and put together by day."""
