"""The `community` command: finds the verb, shows how work goes, writes its files."""
