"""The register of measures: showing and changing it."""
