"""Stories: a draft from the data, and what a text may say. Needs no Streamlit, draws nothing."""
