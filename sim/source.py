"""What a source is: a citation, how it was read, and what the model takes from it."""

from dataclasses import dataclass

KINDS = {
    "read": "read in full",
    "excerpt": "read in an excerpt, an abstract or a public summary",
    "memory": "cited from memory, not verified: a wide prior only",
    "data": "measured on logs of real communities",
    "proposal": "a modelling proposal, not evidence",
    "convention": "a convention, not evidence",
}


@dataclass(frozen=True)
class Source:
    """citation: who, when, what; kind: how it was read; note: what the model takes from it."""

    citation: str
    kind: str
    note: str

    def __post_init__(self) -> None:
        """Refuse a kind that has no meaning."""
        if self.kind not in KINDS:
            raise ValueError(f"{self.citation}: unknown kind {self.kind!r}")


def excerpt(citation: str, note: str) -> Source:
    """A source read in an excerpt."""
    return Source(citation, "excerpt", note)


def memory(citation: str, note: str) -> Source:
    """A source cited from memory."""
    return Source(citation, "memory", note)
