"""One file for each verb of the `community` command."""
