"""Form fields that several features share."""
