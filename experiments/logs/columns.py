"""Which column is which: found by the names that exports commonly use, or given by the user."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from community_dynamics.experiments.base.errors import InvalidValue, hint, nearest, shown
from community_dynamics.experiments.logs.files import Source
from community_dynamics.sim.state import ATTENDS, AWARDED, JOINS, LEAVES, POSTS, REPLIES, VISITS

# In the order of preference: an e-mail address tells people apart better than a name.
USUAL = {
    "member": (
        "member", "member_id", "memberid", "user", "user_id", "userid", "author_email", "email", "sender_id", "sender",
        "sender_email", "author", "author_id", "from", "username", "user_name", "participant", "person", "actor", "contributor",
        "posted_by", "owner_user_id", "name",
    ),
    "time": (
        "time", "timestamp", "datetime", "date_time", "created_at", "createdat", "created", "creation_date", "date", "day", "ts",
        "sent_at", "posted_at", "message_date", "event_time", "at", "when", "author_date", "committed_at",
    ),
    "type": ("type", "event_type", "kind", "event", "action", "activity", "post_type"),
    "target": ("target", "target_member", "to", "recipient", "to_user", "target_user", "addressee", "in_reply_to_user"),
    "reply_to": ("reply_to", "in_reply_to", "inreplyto", "in_reply_to_id", "reply_to_id", "parent_id", "parent", "thread_ts"),
    "id": ("id", "message_id", "messageid", "post_id", "item", "event_id", "msg_id"),
    "count": ("n", "count", "messages", "posts", "contributions", "commits"),
}  # fmt: skip
IDS = ("member", "target", "reply_to", "id")
NEEDED = ("member", "time")
MEANT = {
    "member": "who it was",
    "time": "when it was",
    "type": "what was done",
    "target": "whom it was directed at",
    "reply_to": "the message, or else the member, that is answered",
    "id": "the message's own id",
    "count": "how many, where a row stands for several",
}
# What is done, by the words that exports use; whatever is not listed counts as a contribution.
TYPES = {
    "join": JOINS, "joined": JOINS, "channel_join": JOINS, "signup": JOINS, "register": JOINS, "member_joined": JOINS,
    "visit": VISITS, "view": VISITS, "read": VISITS, "login": VISITS, "logon": VISITS, "seen": VISITS, "active": VISITS,
    "post": POSTS, "message": POSTS, "question": POSTS, "topic": POSTS, "tweet": POSTS, "commit": POSTS, "thread": POSTS,
    "reply": REPLIES, "answer": REPLIES, "comment": REPLIES, "response": REPLIES,
    "attend": ATTENDS, "attendance": ATTENDS, "rsvp": ATTENDS, "yes": ATTENDS, "checkin": ATTENDS,
    "award": AWARDED, "like": AWARDED, "reaction": AWARDED, "thanks": AWARDED, "upvote": AWARDED, "kudos": AWARDED,
    "leave": LEAVES, "left": LEAVES, "channel_leave": LEAVES, "unsubscribe": LEAVES, "departure": LEAVES,
}  # fmt: skip


# 1,200 or 1'200: thousands set apart, as spreadsheets write them; a point is left alone, as 1.200 may be 1.2.
GROUPED, THOUSANDS = re.compile(r"^\d{1,3}([,' ]\d{3})+$"), re.compile(r"[,' ]")


# What no heading is: an address, a number, a date, a piece of JSON, or a sentence.
NO_HEADING = re.compile(r"@|^\s*[\d+-]|[{}\[\]]|\d{4}|^.{41,}$")


@dataclass(frozen=True)
class Columns:
    """Place of each column in the file, by what it means."""

    place: Mapping[str, int]

    def __contains__(self, role: object) -> bool:
        return role in self.place


def simple(name: str) -> str:
    """A heading without capitals, spaces, dashes and quotes."""
    return name.strip().strip('"').strip().lower().replace(" ", "_").replace("-", "_")


def find_columns(headings: Sequence[str], given: Mapping[str, str], file: str) -> Columns:
    """Places of the columns that were given by name or are called as usual; an error where one is missing."""
    plain = [simple(heading) for heading in headings]
    place = {role: given_place(role, name, headings, file) for role, name in given.items()}
    for role, names in USUAL.items():
        free = {name: at for at, name in reversed(list(enumerate(plain))) if at not in place.values()}
        if role not in place:
            found = next((name for name in names if name in free), None)
            if found is not None:
                place[role] = free[found]
    for role in NEEDED:
        if role not in place:
            raise InvalidValue(missing(role, headings, file))
    return Columns(place)


def given_place(role: str, name: str, headings: Sequence[str], file: str) -> int:
    """Place of a column that the user named."""
    for text in (str, simple):
        known = [text(heading.strip()) for heading in headings]
        if text(name) in known:
            return known.index(text(name))
    close = None if "whose first line" in listing(headings) else nearest(name, headings)
    raise InvalidValue(f"{role} = {shown(name)} is no column of {shown(file)}, which has {listing(headings)}{hint(close)}")


def missing(role: str, headings: Sequence[str], file: str) -> str:
    """What to say where no column is called as usual."""
    return (
        f"{shown(file)} has no column called {', '.join(USUAL[role][:4])} or the like ({MEANT[role]}), "
        f"but {listing(headings)}; say {role}=COLUMN"
    )


def listing(headings: Sequence[str]) -> str:
    """The columns that a file has, no more than fit in a line; only counted where they look like a row, which may be personal."""
    if any(NO_HEADING.search(heading) or not heading.strip() for heading in headings[:12]) or not len(headings):
        return f"{len(headings)} columns, whose first line looks like a row rather than headings"
    names = ", ".join(shown(heading.strip()) for heading in headings[:12])
    return f"{names} and {len(headings) - 12} more" if len(headings) > 12 else names


def kinds_of(types: pa.Array) -> tuple[np.ndarray, int]:
    """Kind of each event by the word in its type, and how many words are unknown; the words themselves are not kept."""
    encoded = types.dictionary_encode()
    words = encoded.dictionary.to_pylist()
    known = [TYPES.get(simple(word.decode("utf-8", "replace")[:40])) for word in words]
    kinds = np.array([POSTS if kind is None else kind for kind in known] + [POSTS], np.uint8)
    places = encoded.indices.fill_null(len(known)).to_numpy(zero_copy_only=False)
    unknown = np.array([kind is None for kind in known] + [False])
    return kinds[places], int(unknown[places].sum())


def counts_of(values: pa.Array) -> np.ndarray:
    """How many each row stands for; -1 where it is no whole number from 0 to two thousand million."""
    texts = as_bytes(values) if is_bytes(values.type) else values.cast(pa.string())
    encoded = texts.dictionary_encode()
    found = np.array([number(word) for word in encoded.dictionary.to_pylist()] + [-1], np.int64)
    return np.asarray(found[encoded.indices.fill_null(len(found) - 1).to_numpy(zero_copy_only=False)])


def number(word: bytes | str) -> int:
    """A whole number, or -1."""
    text = word.decode("ascii", "replace") if isinstance(word, bytes) else word
    try:
        value = float(THOUSANDS.sub("", text) if GROUPED.match(text) else text)
    except ValueError:
        return -1
    return int(value) if value == value // 1 and 0 <= value < 2e9 else -1


def checked(cells: dict[str, pa.Array], source: Source, columns: Columns) -> dict[str, pa.Array]:
    """The columns of a block, of kinds that can be read; ids of a Parquet file that are bytes are told apart to the last bit."""
    cells = {role: values.storage if isinstance(values, pa.ExtensionArray) else values for role, values in cells.items()}
    for role, values in cells.items():
        if pa.types.is_nested(values.type):
            name = shown(source.headings[columns.place[role]].strip())
            raise InvalidValue(
                f"column {name} of {shown(source.path.name)} holds {kind_of(values.type)} in each row, and {role} "
                f"({MEANT[role]}) needs one value; say {role}=COLUMN for another column"
            )
    ids = [role for role in IDS if role in cells]
    if source.parquet and any(is_bytes(cells[role].type) for role in ids):
        return {**cells, **{role: as_digits(cells[role]) for role in ids}}
    return cells


def kind_of(kind: pa.DataType) -> str:
    """A nested type in a word."""
    return "a struct" if pa.types.is_struct(kind) else "a map" if pa.types.is_map(kind) else "a list"


def is_bytes(kind: pa.DataType) -> bool:
    """Whether cells are bytes rather than text."""
    return pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind)


def as_digits(values: pa.Array) -> pa.Array:
    """Ids as the digits of their bytes, so that no byte is taken for a space."""
    bytes_of = [None if cell is None else cell.hex().encode() for cell in as_bytes(values).to_pylist()]
    return pa.array(bytes_of, pa.binary())


def as_bytes(values: pa.Array) -> pa.Array:
    """Any column as bytes, which are hashed as they are and never decoded."""
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    if pa.types.is_binary(values.type):
        return values
    if is_bytes(values.type):
        return values.cast(pa.binary())
    if pa.types.is_floating(values.type):
        values = pc.cast(values, pa.int64(), safe=False)
    return values.cast(pa.string()).cast(pa.binary())
