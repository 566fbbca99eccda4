"""What only developers and testers run, such as demo data. Nothing here is imported by the app."""
