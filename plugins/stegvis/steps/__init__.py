"""One function per task: load, call the domain, store, return an id or a count.

A step takes its context and ids, knows nothing of Airflow, and can be run again
with the same result.
"""
