"""Offers: whom they go to, within capacity and places."""
