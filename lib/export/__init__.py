"""Figures and tables in, files out. Needs no Streamlit."""
