"""Receiving: from a file in the inbox to judged rows in the warehouse."""
