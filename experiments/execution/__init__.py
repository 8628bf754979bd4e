"""Running a study so that nothing is lost: batches of runs, a file each, whatever computes them and whoever ends them."""
