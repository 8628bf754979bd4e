"""What to run: factors and their distributions, and designs of points in the unit cube. Pure: no files, no screen."""
