"""The grammar of all verbs: which words begin with a dash, and what is answered to those written as other programs have them."""

from collections.abc import Sequence

from community_dynamics.experiments.base.errors import CommunityError, InvalidValue, nearest, shown, unknown
from community_dynamics.experiments.studies.options import CHANGING, FLAG_MEANINGS, FLAGS, SHORT, option_names

LETTERS = {"-n": "runs", "-r": "runs", "-s": "seed", "-o": "out", "-j": "workers", "-w": "workers"}
SECTIONS = ("settings", "dials", "levers", "theory", "failures", "vary")
CALLED = {
    "workers": ("threads", "cores", "cpus", "jobs", "n_jobs", "processes"),
    "runs": ("n", "replicates", "replications", "repetitions", "seeds"),
    "out": ("output", "outdir", "folder", "directory"),
}
HERE = {other: name for name, others in CALLED.items() for other in others}


def help_of(verb: str, text: str) -> str:
    """The help of a verb, with the flags that it takes below."""
    short = {long: f"{letter}, {long}" for letter, long in SHORT.items()}
    lines = [f"  {short.get(flag, flag):<17} {FLAG_MEANINGS[flag]}" for flag in FLAGS[verb]]
    return "\n".join([text, "", "Flags", *lines]) if lines else text


def read_flags(verb: str, words: Sequence[str]) -> tuple[set[str], list[str]]:
    """The flags of a command line by their long names, and its other words; what cannot be meant is answered in a line."""
    flags, others = set(), []
    for place, word in enumerate(words):
        long = SHORT.get(word, word)
        if long in FLAGS[verb]:
            flags.add(long)
        elif word.startswith("-"):
            raise dashed(verb, word, words[place + 1 : place + 2])
        else:
            refuse_other_name(verb, word)
            others.append(word)
    return flags, others


def dashed(verb: str, word: str, following: Sequence[str]) -> CommunityError:
    """A word with a dash that is no flag: an option written as other programs have it, a flag of before, or a slip."""
    name, equals, value = word.partition("=")
    option = LETTERS.get(name[:2], "") if not name.startswith("--") else name.lstrip("-").replace("-", "_")
    option = HERE.get(option, option)
    if option in option_names(verb) or (verb in CHANGING and option.partition(".")[0] in SECTIONS and "." in option):
        attached = name[2:] if not name.startswith("--") else ""
        taken = following and "=" not in following[0] and not following[0].startswith("-")
        value = value if equals else attached or (following[0] if taken else "VALUE")
        whole = word if equals or attached or not taken else f"{word} {value}"
        return InvalidValue(f"{shown(whole)} is written {shown(f'{option}={value}')} here")
    if name == "--show" and "--dry-run" in FLAGS[verb]:
        return InvalidValue("--show is written --dry-run here")
    close = nearest(word.lstrip("-"), [flag[2:] for flag in (*FLAGS[verb], "--help")])
    return unknown(shown(word), "a flag", close and f"--{close}", f"'community {verb} --help' lists all")


def refuse_other_name(verb: str, word: str) -> None:
    """Answer the name that another program has for an option with ours."""
    name, equals, value = word.partition("=")
    known = option_names(verb)
    if equals and name not in known and HERE.get(name) in known:
        raise InvalidValue(f"{shown(word)} is written {shown(f'{HERE[name]}={value}')} here")


def unknown_verb(word: str, rest: Sequence[str], verbs: Sequence[str]) -> CommunityError:
    """No verb has this name: the nearest with the words behind it, or the verb that takes such a community or file."""
    from community_dynamics.experiments.scenarios.scenario_files import scenario_names

    close = nearest(word, verbs)
    if word.endswith((".yaml", ".yml")) or word in scenario_names():
        close = f"run {word}"
    elif word.endswith((".csv", ".parquet")):
        close = f"log describe {word}"
    meant = None if close is None else " ".join([close, *rest])
    return unknown(shown(word), "a verb", meant, f"'community --help' lists all {len(verbs)}")
