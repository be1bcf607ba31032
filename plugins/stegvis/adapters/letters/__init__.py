"""Wording, paper and page of letters: Jinja2, Typst and HTML."""
