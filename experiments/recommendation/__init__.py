"""Which plans to choose, within a budget: a search over sets of plans and their dates, on shared seeds."""
