"""Community Dynamics: why some learning communities flourish while most stall."""
