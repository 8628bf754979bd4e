"""The community as Mesa agents: the same rules as `sim`, to read, step and watch."""
