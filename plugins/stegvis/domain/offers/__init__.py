"""Offers: who is offered what, in which order, and what has become of it.

An offer is a proposal until a person releases its letter. Everything that
happens to it is an event; its status is derived, never stored.
"""
