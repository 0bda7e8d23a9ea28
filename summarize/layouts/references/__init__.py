"""Lists of references for Zotero, LaTeX and Pandoc: BibTeX, CSL-JSON and RIS.

The functions are pure: from results, and the text of a file that has references already, to the text that it gets.
"""
