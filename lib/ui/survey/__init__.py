"""Survey waves on the page Gegevens: upload, preview, publishing."""
