"""The language in which the program speaks. Messages are English where they are raised and stored; they are translated
where a person reads them."""
