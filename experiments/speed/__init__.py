"""How fast communities run on this machine, and against what that is measured."""
