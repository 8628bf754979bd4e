"""`community completion`: a script with which the Tab key completes verbs, options, and names."""

from collections.abc import Collection, Sequence

HELP = """\
community completion bash | zsh

Prints a script with which the Tab key completes verbs, options, and names of parameters, scenarios and plans.

  eval "$(community completion bash)"    in ~/.bashrc, or once by hand
  eval "$(community completion zsh)"     in ~/.zshrc, after compinit"""

BASH = """\
_community() {{
    local word words=
    word="${{COMP_LINE:0:COMP_POINT}}"
    word="${{word##* }}"
    if [ "$COMP_CWORD" -le 1 ]; then
        words="{verbs}"
    else
        case "${{COMP_WORDS[1]}}" in
{cases}
        esac
    fi
    COMPREPLY=($(compgen -W "$words" -- "$word"))
    if [ "${{#COMPREPLY[@]}}" -eq 0 ]; then
        COMPREPLY=($(compgen -f -- "${{word##*=}}"))
    elif [[ "$word" == *=* ]]; then
        COMPREPLY=("${{COMPREPLY[@]#*=}}")  # for bash what stands before '=' is a word of its own
    fi
}}
complete -o nospace -F _community community"""

ZSH = """\
_community() {{
    local -a names
    if (( CURRENT == 2 )); then
        names=({verbs})
    else
        case "${{words[2]}}" in
{cases}
        esac
    fi
    compadd -S '' -- $names || _files
}}
compdef _community community"""


def main(arguments: Sequence[str], flags: Collection[str]) -> int:
    """Print the script of one shell."""
    from community_dynamics.experiments.base.errors import nearest, shown, unknown

    shells = {"bash": (BASH, '            {verb}) words="{words}" ;;'), "zsh": (ZSH, "            {verb}) names=({words}) ;;")}
    wrong = next((word for place, word in enumerate(arguments) if place or word not in shells), None)
    if wrong is not None:
        raise unknown(shown(wrong), "a shell known here", nearest(wrong, shells), "write bash or zsh")
    script, case = shells[arguments[0]]
    verbs = verb_names()
    cases = "\n".join(case.format(verb=verb, words=" ".join(words_after(verb))) for verb in verbs)
    print(script.format(verbs=" ".join(verbs), cases=cases))
    return 0


def verb_names() -> list[str]:
    """All verbs."""
    from community_dynamics.experiments.cli.main import VERBS

    return list(VERBS)


def words_after(verb: str) -> list[str]:
    """Everything that may follow a verb: communities, options with the words they take, parameters, flags."""
    from community_dynamics.experiments.base.values import TABLES
    from community_dynamics.experiments.plans.plan_files import plan_names
    from community_dynamics.experiments.scenarios.explain import TOPICS, names_in
    from community_dynamics.experiments.scenarios.scenario_files import scenario_names
    from community_dynamics.experiments.studies.options import CHANGING, FLAGS, OPTIONS

    words: list[str] = {"completion": ["bash", "zsh"], "log": ["describe"]}.get(verb, [])
    if verb in (*CHANGING, "scenarios"):
        words = [*words, *scenario_names()]
    plans = ["none", *plan_names()]
    words += plans[1:] if verb == "plans" else [f"plan={name}" for name in plans] if verb in CHANGING else []
    if verb == "explain":
        words = [*TOPICS, *(f"{topic}.{name}" for topic in TOPICS for name in names_in(topic))]
    for option in OPTIONS[verb]:
        names = (
            scenario_names() if option.name in ("scenario", "against") or (verb, option.name) == ("new", "from") else option.words
        )
        words = [*words, f"{option.name}=", *(f"{option.name}={name}" for name in names)]
    sections = tuple(TABLES) if verb in CHANGING else ("theory",) if verb == "facts" else ()
    varied = [""] if verb not in ("sweep", "sensitivity", "discover") else ["", "vary."]
    words = [*words, *(f"{before}{section}.{name}=" for before in varied for section in sections for name in TABLES[section])]
    return [*words, *FLAGS[verb], "--help"]
