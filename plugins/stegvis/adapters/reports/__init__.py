"""The weekly report for management: a page, a workbook and a file of the same figures."""

from stegvis.adapters.reports.figures_file import write_figures
from stegvis.adapters.reports.page import render_page, write_page
from stegvis.adapters.reports.workbook import write_workbook

__all__ = ["render_page", "write_figures", "write_page", "write_workbook"]
