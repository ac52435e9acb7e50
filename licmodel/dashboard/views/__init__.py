"""One module a page, which Streamlit runs."""
