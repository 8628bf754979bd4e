"""What findings look like: pictures, titles and pages of runs, sweeps, comparisons and sensitivity."""
