"""What was measured: how fast the model runs, and whether its dice are fair."""
