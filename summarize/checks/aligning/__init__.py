"""Which Chinese sentences say what English ones say, and the word list that shows it."""
