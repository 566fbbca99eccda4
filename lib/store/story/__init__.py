"""Stories in the store: their content, versions and steps."""
