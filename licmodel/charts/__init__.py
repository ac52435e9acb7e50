"""Charts of figures that were worked out elsewhere: no chart calculates anything."""
