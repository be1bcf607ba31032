"""Retention: what the law says is over, found and deleted after a yes."""
