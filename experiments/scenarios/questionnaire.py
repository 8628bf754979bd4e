"""Fifteen questions in plain words; the answers make a scenario file that explains itself."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from community_dynamics.experiments.base.errors import InvalidValue, WrongKind, shown
from community_dynamics.experiments.base.values import finite
from community_dynamics.sim.levers import LEVERS


@dataclass(frozen=True)
class Question:
    """One question: a text, a number with its range, or one of a few answers; each answer sets parameters.

    answers: what to choose from, each with the lines that it writes, such as {"dials.cause": "low"};
    path: parameter that a number sets, after multiplication by `factor`.
    """

    key: str
    text: str
    default: str
    answers: tuple[tuple[str, Mapping[str, str]], ...] = ()
    path: str = ""
    low: float = 0.0
    high: float = 0.0
    factor: float = 1.0

    def read(self, written: str) -> dict[str, str]:
        """The parameters that a written answer sets; an empty answer is the default."""
        given = written.strip() or self.default
        if self.answers:
            return dict(self.answers[self.choice(given)][1])
        if self.path:
            return {self.path: f"{self.number(given) * self.factor:.12g}"}
        if not given or len(given) > 60 or not given.isprintable():
            raise InvalidValue(f"{self.key} = {shown(given)} is not a name of 1 to 60 letters")
        return {}

    def choice(self, given: str) -> int:
        """Index of the chosen answer, written as its number."""
        number = finite(given)
        if number is None or number not in range(1, len(self.answers) + 1):
            raise WrongKind(f"{self.key} = {shown(given)} is not one of 1 to {len(self.answers)}")
        return int(number) - 1

    def number(self, given: str) -> float:
        """A number in range."""
        number = finite(given)
        if number is None:
            raise WrongKind(f"{self.key} = {shown(given)} is not a number from {self.low:g} to {self.high:g}")
        if not self.low <= number <= self.high:
            raise InvalidValue(f"{self.key} = {shown(given)} is outside {self.low:g}..{self.high:g}")
        return number

    def asked(self) -> str:
        """The question with its answers, as it is shown."""
        lines = [self.text]
        lines += [f"  {place}  {answer}" for place, (answer, _) in enumerate(self.answers, start=1)]
        limits = f", {self.low:g} to {self.high:g}" if self.path else ""
        return "\n".join([*lines, f"  [{self.default}{limits}] "])


def dial_question(key: str, text: str, dial: str, low: str, middle: str, high: str) -> Question:
    """A question whose three answers are the three positions of a dial."""
    words = (("low", low), ("middle", middle), ("high", high))
    answers = tuple((answer, {f"dials.{dial}": position}) for position, answer in words)
    return Question(key, text, "2", answers)


def anchors(lever: str) -> tuple[str, str, str]:
    """The worded anchors of a 0-1 lever."""
    stated = LEVERS[lever].anchors
    assert stated is not None
    return stated


QUESTIONS = (
    Question("name", "What is your community called?", "ours"),
    Question(
        "who",
        "Who is it for?",
        "1",
        (
            ("people of one organisation", {"settings.open_pool": "no"}),
            ("anybody who finds it", {"settings.open_pool": "yes"}),
        ),
    ),
    Question("people", "How many people could take part, at most?", "300", (), "settings.seats", 10, 20_000),
    Question("founders", "How many people begin it?", "20", (), "settings.founders", 1, 2_000),
    dial_question("cause", "Does everybody know what it is for?", "cause", *anchors("cause_clarity")),
    dial_question(
        "culture", "How do those who lead treat what others say?", "culture", *anchors("leader_inclusiveness")
    ),
    dial_question(
        "conditions",
        "How easy is the place to get to and to use?",
        "conditions",
        *reversed(anchors("platform_friction")),
    ),
    Question(
        "cadence", "How many days lie between its events? (0 if there are none)", "21", (),
        "levers.cadence_days", 0, 365,
    ),
    dial_question(
        "content",
        "Is there something new to read?",
        "content",
        "only what members post, unsorted",
        "a few items a week, picked by somebody; members sort it together",
        "a dozen items a week found nowhere else, sorted for each reader",
    ),
    dial_question("contribution", "How is a newcomer received?", "contribution", *anchors("onboarding")),
    dial_question(
        "credit",
        "Is anybody thanked?",
        "credit",
        "hardly ever, or only for a badge that was announced",
        "now and then",
        "often and unasked, newcomers above all, where others see it",
    ),
    Question(
        "leaders",
        "Who above the members takes part?",
        "2",
        tuple(
            (answer, {"levers.leadership_support": f"{value:g}", "levers.sponsor_present": sponsor})
            for answer, value, sponsor in zip(
                anchors("leadership_support"), (0.0, 0.5, 1.0), ("no", "yes", "yes"), strict=True
            )
        ),
    ),
    Question(
        "minutes",
        "How many minutes of working time a week are promised for it?",
        "30",
        (),
        "levers.protected_minutes_a_week",
        0,
        600,
    ),
    Question(
        "work",
        "How much else do people have to do?",
        "2",
        (
            ("there is slack", {"levers.demand": "0.7", "levers.hindrance_share": "0.3"}),
            ("days are full", {"levers.demand": "0.85", "levers.hindrance_share": "0.4"}),
            (
                "more than can be done, much of it red tape",
                {"levers.demand": "1.1", "levers.hindrance_share": "0.7"},
            ),
        ),
    ),
    dial_question(
        "resources",
        "Who looks after it, and with what?",
        "resourcing",
        "nobody is paid for it, the technology is poor",
        "somebody for a day or so a week, decent technology",
        "somebody full time, good technology, money for events",
    ),
)  # fmt: skip


def asked_answers(ask: Callable[[str], str], say: Callable[[str], None]) -> dict[str, str]:
    """Ask every question, again where an answer cannot be read."""
    answers = {}
    for place, question in enumerate(QUESTIONS, start=1):
        while True:
            written = ask(f"\n{place} of {len(QUESTIONS)}. {question.asked()}")
            try:
                question.read(written)
            except (InvalidValue, WrongKind) as error:
                say(str(error))
                continue
            answers[question.key] = written.strip() or question.default
            break
    return answers


def scenario_yaml(answers: Mapping[str, str]) -> str:
    """A scenario file from answers; questions without an answer take their default."""
    known = [question.key for question in QUESTIONS]
    for key in answers:
        if key not in known:
            raise InvalidValue(f"{shown(key)} is not a question; the questions are {', '.join(known)}")
    given = {question.key: str(answers.get(question.key, question.default)).strip() for question in QUESTIONS}
    return "\n".join(yaml_lines(given)) + "\n"


def yaml_lines(given: Mapping[str, str]) -> Iterator[str]:
    """The lines of the file: each parameter below its section, after the question that set it."""
    import json

    name = given["name"] or "ours"
    QUESTIONS[0].read(name)
    yield f"name: {json.dumps(name, ensure_ascii=False)}"
    yield "story: >-"
    yield "  A community described by answers to fifteen questions. Write here what others should know of it."
    yield "source: >-"
    yield "  Answers to the questions below; everything not asked stands at its default."
    set_lines: dict[str, list[str]] = {"settings": [], "dials": [], "levers": []}
    for question in QUESTIONS:
        values = question.read(given[question.key])
        for count, (path, value) in enumerate(values.items()):
            section, _, parameter = path.partition(".")
            if count == 0:
                set_lines[section] += ["", *comment_lines(question)]
            set_lines[section].append(f"  {parameter}: {value}")
    for section, lines in set_lines.items():
        yield f"\n{section}:"
        yield from lines[1:]
    yield ""
    yield "# Dated changes and bursts of attention: 'community scenarios sponsor_leaves' shows an example."
    yield "plan: []"
    yield "shocks: []"
    yield "awards: []"


def comment_lines(question: Question) -> Iterator[str]:
    """The question and what its answers write, so that the file can be changed by hand."""
    yield f"  # {question.text}"
    for answer, values in question.answers:
        written = ", ".join(f"{path.partition('.')[2]}: {value}" for path, value in values.items())
        yield f"  #   {written}   {answer}"
