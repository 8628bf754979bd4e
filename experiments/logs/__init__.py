"""Logs of communities, real or simulated: read, made nameless, and described by one set of statistics."""
