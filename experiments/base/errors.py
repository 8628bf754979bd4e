"""Errors that a user can mend, one line each: what, the value, the allowed, the nearest name, the remedy."""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches


class CommunityError(Exception):
    """Something the user wrote that can be mended; abstract. Each kind below is a built-in error as well."""


class InvalidValue(CommunityError, ValueError):
    """A value outside what is allowed, or values that contradict one another."""


class WrongKind(CommunityError, TypeError):
    """A value of the wrong kind: a word where a number belongs, a list where one value belongs."""


class UnknownName(CommunityError, LookupError):
    """A name that nothing here has."""


class UnreadableFile(CommunityError, OSError):
    """A file that cannot be read, or a folder that cannot be written."""


class InvalidScenario(CommunityError, ValueError):
    """A scenario with several things to mend: one line for each."""


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The name that was most likely meant, or None where nothing comes near."""
    names = list(names)
    lowered = name.lower().replace("-", "_").replace(" ", "_")
    sharing = holding_word(lowered, names)
    if sharing:
        return sharing[0]
    close = get_close_matches(lowered, names, n=1, cutoff=0.6)
    if close:
        return close[0]
    if len(lowered) >= 4:
        holding = [other for other in names if lowered in other or other in lowered]
        return min(holding, key=len) if holding else None
    return None


def holding_word(word: str, names: Iterable[str]) -> list[str]:
    """The names that hold a word of four letters or more whole, in the singular or the plural, in their order."""
    stem = singular(word.lower().replace("-", "_").replace(" ", "_"))
    if len(stem) < 4:
        return []
    return [name for name in names if stem in (singular(part) for part in re.split(r"[._]", name))]


def singular(word: str) -> str:
    """A word without the s of a plural."""
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def hint(suggestion: str | None) -> str:
    """The part of a line that offers a remedy, empty where there is none."""
    return "" if suggestion is None else f"; did you mean {suggestion}?"


def unknown(shown: str, kind: str, suggestion: str | None, where: str) -> UnknownName:
    """A name that nothing has: what it was taken for, the nearest one, and where all are listed."""
    if suggestion is None:
        return UnknownName(f"{shown} is not {kind}; {where}")
    return UnknownName(f"{shown} is not {kind}; did you mean {suggestion}? {where}")


def gathered(found: Sequence[CommunityError], prefix: str = "") -> CommunityError:
    """One error for all that was found: the error itself if there is one, else all their lines."""
    if len(found) == 1 and not prefix:
        return found[0]
    lines = [f"{prefix}{line}" for error in found for line in str(error).splitlines()]
    kind = type(found[0]) if len(found) == 1 else InvalidScenario
    return kind("\n".join(lines))


MOST_FIGURES = 400  # the largest number of a computer has 309


def refuse_endless(words: Iterable[str]) -> None:
    """Refuse numbers of more figures than any number here can have, before anything tries to read them."""
    for word in words:
        long = re.search(rf"\d{{{MOST_FIGURES + 1},}}", word)
        if long is not None:
            name, equals, _ = word.partition("=")
            what = shown(name) if equals else "the number"
            raise InvalidValue(f"{what} = {shown(long[0])} has {len(long[0]):,} figures; at most {MOST_FIGURES} can be read")


def shown(value: object) -> str:
    """A value as a user wrote it, on one line: no trailing zeros, no control characters, long texts cut."""
    if value is True or value is False:
        return "yes" if value else "no"
    if value is None:
        return "nothing"
    if isinstance(value, float):
        return f"{value:.12g}"
    text = value if isinstance(value, str) else repr(value)
    text = "".join(letter if letter.isprintable() else "?" for letter in text)
    return text if len(text) <= 60 else f"{text[:57]}..."
