"""Tasks: what a caseworker has to do, why, and by when. Derived from state, kept as events.

Nothing here decides anything about anybody's assistance: a task asks a person
to find out, to choose, to release or to follow up (X4).
"""
