"""Worklists as people meet them: workbook, page, and the answered workbook that comes back."""
