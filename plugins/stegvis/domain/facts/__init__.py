"""What is known about each person on a date, from the delivered rows (contract 2)."""
