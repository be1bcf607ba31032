"""The only place that knows Airflow: what runs when, and what wakes what.

Nothing is worked out here. A task opens the municipality's context for the
moment of its run and calls one step.
"""
