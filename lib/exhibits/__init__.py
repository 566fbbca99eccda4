"""One function per figure: a board in, an `Exhibit` out. No Streamlit, no files."""
