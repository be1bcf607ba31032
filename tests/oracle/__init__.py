"""The contract's sections 1 and 2 told a second time, slowly, to check the first telling.

Everything here is written from the text alone and imports nothing of stegvis:
one person at a time, lists and dicts, the columns under the names that the
files use. None is unknown, everywhere. Where the text leaves a choice, the
choice stands in docs/screening-readings.md.
"""
