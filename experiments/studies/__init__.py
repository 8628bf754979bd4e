"""What is asked and over which runs: studies, sweeps, comparisons and sensitivity, from words to tables."""
