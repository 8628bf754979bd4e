"""Plans with a name: what to do from when on, and what it costs, to be laid over any community."""
