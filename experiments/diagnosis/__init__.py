"""Why a community stalls: what was lost against a reference, to which causes, what saves it, until when, and through whom."""
