"""Communities as plain YAML: read, checked, asked for in a form, and explained name by name."""
