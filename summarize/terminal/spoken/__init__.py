"""The language in which the command line speaks to a person: help, messages, and how Chinese is laid out."""
