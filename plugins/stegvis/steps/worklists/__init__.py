"""Worklists: what there is to do, the lists of the morning, and the answers that come back."""
