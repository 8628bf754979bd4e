"""What becomes of a community in the next year: weekly actives, contributions and the chance of stalling, with intervals."""
