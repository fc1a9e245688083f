"""Writes a document as an Excel workbook through openpyxl; imported only when one is written."""
