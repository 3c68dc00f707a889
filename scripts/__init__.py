"""What `make` runs: installing, the embedded services, development, production and test environments."""
