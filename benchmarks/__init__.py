"""Each promise of speed, measured as a ratio to its floor in one run. `make bench` runs them all."""
