"""A delivered file, read by its declaration (contract 1).

Arrow finds rows and cells and makes each column's texts distinct; ``cells``
says what a text means; nothing here judges a row.
"""

from stegvis.adapters.csv_reader.reading import count_rows, read_rows, refusal_of

__all__ = ["count_rows", "read_rows", "refusal_of"]
