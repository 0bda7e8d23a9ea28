"""LaTeX in titles and abstracts: formulas told apart from text, and commands of text as text."""
