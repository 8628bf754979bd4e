"""Fits: from the log of a real community to the settings at which the simulation behaves like it, and where it cannot."""
