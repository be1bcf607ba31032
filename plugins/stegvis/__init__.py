"""Stegvis: step by step from extracts to offers."""

__version__ = "0.1.0"
