"""All that needs Streamlit: page frame, selection and URL, widgets. No figures, no numbers."""
