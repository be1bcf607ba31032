"""Screening: who meets the criteria, and why."""
