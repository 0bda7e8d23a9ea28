"""What is said about a figure beside its value: bounds, units, and whether something changed by or to it."""
