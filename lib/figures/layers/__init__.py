"""What map, list and table show together: one `Layer` per mode of the map."""
