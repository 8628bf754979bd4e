"""One option of a verb, and how what was written for it is read."""

from dataclasses import dataclass

from community_dynamics.experiments.base.errors import InvalidValue, WrongKind, hint, nearest, shown


@dataclass(frozen=True)
class Option:
    """One option: a whole number with its range, any number (real), one of a few words, or a text (none of these)."""

    name: str
    default: int | str | None
    meaning: str
    low: int = 0
    high: int = 0
    words: tuple[str, ...] = ()
    real: bool = False

    def read(self, value: object) -> int | float | str | None:
        """The option's value from what was written."""
        if value is None and self.default is None:
            return None
        if self.words:
            return self.word(value)
        if self.real:
            return self.any_number(value)
        return self.number(value) if self.high else self.text(value)

    def word(self, value: object) -> str:
        """One of the words allowed."""
        if value in self.words:
            return str(value)
        close = nearest(str(value), self.words)
        allowed = ", ".join(self.words[:-1]) + f" or {self.words[-1]}"
        raise InvalidValue(f"{self.name} = {shown(value)} is not {allowed} ({self.meaning}){hint(close)}")

    def number(self, value: object) -> int:
        """A whole number in range; never through a float, which would round large seeds."""
        if isinstance(value, float) and value == value // 1 and abs(value) < 2**53:
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise WrongKind(f"{self.name} = {shown(value)} is not a whole number ({self.meaning})")
        if not self.low <= value <= self.high:
            close = min(max(value, self.low), self.high)
            allowed = f"{self.low}..{self.high}"
            raise InvalidValue(f"{self.name} = {value} is outside {allowed} ({self.meaning}); did you mean {close}?")
        return value

    def any_number(self, value: object) -> float:
        """Any finite number."""
        try:
            number = float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else float("nan")
        except ValueError:
            number = float("nan")
        if number - number != 0.0:
            raise WrongKind(f"{self.name} = {shown(value)} is not a number ({self.meaning})")
        return number

    def text(self, value: object) -> str:
        """A text, such as the name of a folder."""
        if value is None or isinstance(value, bool | list | dict) or str(value).strip() == "":
            raise WrongKind(f"{self.name} = {shown(value)} is not a name ({self.meaning})")
        return str(value)
