"""What is known about communities, measured in simulated ones: the calibration facts C1 to C10 and the fates of scenarios."""
