"""The fast driver: one day of a whole community over arrays, calling the same rules as the Mesa members."""
