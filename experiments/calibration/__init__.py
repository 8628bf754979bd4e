"""A joint calibration of the theory's constants: to facts, to directions, to what becomes of the scenarios."""
