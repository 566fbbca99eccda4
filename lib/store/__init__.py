"""What people at the city hall enter, in a database. Not here: reading files (`lib.intake`)."""
