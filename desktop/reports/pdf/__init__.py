"""Writes a document as PDF through reportlab; imported only when a PDF is written.

Tables are laid out here line by line from cached word widths: reportlab's own layer takes five times
as long. Every mark on a page goes through `page_canvas`.
"""

from __future__ import annotations

from desktop.reports.fonts import guard_reportlab

guard_reportlab()
