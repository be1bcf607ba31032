"""Metrics: closing weeks, publishing them, and computing them again."""
