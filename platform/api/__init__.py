"""The API's machinery: keys, errors as problems, pages by cursor, limits. `api.py` of each package says the rest."""
