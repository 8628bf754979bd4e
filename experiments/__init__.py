"""From a config to evidence: design of points, runs, store, findings, figures and the `community` command."""
