"""Where a community fails: boxes of circumstances, the edge between two levers, and what warns of a stall."""
