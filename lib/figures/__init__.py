"""Data in, figure out: charts, the map, sentences, tables, palette and number format.

Needs no Streamlit and reads no files. Every figure of the app is made here, once.
"""
