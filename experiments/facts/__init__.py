"""What is known about communities, measured in simulated ones: the facts C1 to C19 and the fates of scenarios."""
