"""Invented municipalities: deliveries of every extract, with people who do not exist.

What makes one municipality differ from another, its story included, stands in
``include/synthetic``; here is only how such a place lives from month to month
and how it writes its files. The same seed gives the same bytes, and a file
never depends on the day after it.
"""
