"""The library behind the dashboard; see docs/architecture.md for what may import what."""
