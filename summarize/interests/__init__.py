"""What matters to a reader: the interests file, and the ranking of papers by it (docs/interests.md). Pure, without a model.

``interests_file.read_interests`` reads the file. ``ranking.rank`` puts papers into the reader's order; a ``Ranker`` keeps
what ``rank`` prepares, for many calls. ``interest`` has the values.
"""
