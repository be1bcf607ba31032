"""The weekly report for management: a page and a workbook, from one and the same report."""

from stegvis.adapters.reports.page import render_page, write_page
from stegvis.adapters.reports.workbook import write_workbook

__all__ = ["render_page", "write_page", "write_workbook"]
