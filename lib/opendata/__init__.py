"""Open data of police, CBS and PDOK: clients and the refresh command (`python -m lib.opendata`).

The only room that uses the network, and only when somebody asks for it. Not here: reading what was
fetched (`lib.catalog.open_tables`), and what a figure means (`data/indicators.toml`).
"""
