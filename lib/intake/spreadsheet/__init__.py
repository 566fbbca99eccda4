"""Spreadsheet files: XLSX and CSV to sheets of cells, and tables back to files."""
