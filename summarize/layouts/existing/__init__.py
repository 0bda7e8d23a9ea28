"""Pages that stand in a file already: the program's own parts, the reader's notes, and papers that are added.

The functions are pure: from the text of a file and a new page to the text that the file gets.
"""
