"""Times as people write them, turned into seconds; what cannot be read is told apart from what can."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from community_dynamics.experiments.base.errors import InvalidValue, shown

MISSING = np.iinfo(np.int64).min
ALLOWED = "2024-05-31, 2024-05-31T17:30:00+02:00, 31/05/2024 or seconds since 1970"
NUMBER = r"^\d{9,19}(\.\d+)?$"
ISO = r"^\d{4}-\d{1,2}-\d{1,2}([T ].*)?$"
ZONE = r"(Z|[+-]\d\d:?\d\d)$"
PARTED = r"^(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})\b"
# Seconds since 1970 have ten figures; milli-, micro- and nanoseconds three more each.
FIGURES = ((1e17, 1e9), (1e14, 1e6), (1e11, 1e3), (0.0, 1.0))
# What is neither a number nor a year first: clocks of twelve hours, and names of months.
WORDED = (
    "%Y-%m-%d %I:%M %p", "%Y-%m-%d %I:%M:%S %p", "%Y%m%d", "%Y%m%dT%H%M%S%z", "%Y%m%dT%H%M%S",
    "%a %d %b %Y %H:%M:%S %z", "%d %b %Y %H:%M:%S %z", "%a %b %d %H:%M:%S %Y %z", "%a %b %d %H:%M:%S %z %Y",
    "%a %d %b %Y %H:%M:%S", "%a %b %d %H:%M:%S %Y",
    "%b %d %Y", "%B %d %Y", "%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%b-%y",
    "%b %d %Y %I:%M %p", "%B %d %Y %I:%M %p", "%b %d %Y %I:%M:%S %p", "%d-%b-%y %I:%M %p", "%d-%b-%Y %I:%M %p",
    "%b %d %Y %H:%M", "%B %d %Y %H:%M", "%b %d %Y %H:%M:%S", "%d %b %Y %H:%M", "%d %B %Y %H:%M", "%d %b %Y %H:%M:%S",
    "%d-%b-%Y %H:%M", "%d-%b-%y %H:%M", "%d-%b-%Y %H:%M:%S",
)  # fmt: skip


@dataclass
class Clock:
    """What has been seen of the times so far: zones, hours, and which of day and month comes first."""

    order: str = ""
    zoned: int = 0
    plain: int = 0
    hours: bool = False

    def seconds(self, values: pa.Array) -> np.ndarray:
        """Seconds since 1970 in Coordinated Universal Time; MISSING where a time cannot be read."""
        if pa.types.is_temporal(values.type):
            return self.of_stamps(values)
        encoded = text_of(values).dictionary_encode()
        found = np.r_[self.of_texts(encoded.dictionary), MISSING]
        places = encoded.indices.fill_null(len(found) - 1).to_numpy(zero_copy_only=False)
        return np.asarray(found[places])

    def of_stamps(self, values: pa.Array) -> np.ndarray:
        """Seconds of a column that holds times already."""
        if pa.types.is_time(values.type) or pa.types.is_duration(values.type):
            return np.full(len(values), MISSING)
        self.hours |= pa.types.is_timestamp(values.type)
        stamps = values.cast(pa.timestamp("s", getattr(values.type, "tz", None)), safe=False).cast(pa.int64())
        return np.asarray(stamps.fill_null(MISSING).to_numpy(zero_copy_only=False))

    def of_texts(self, texts: pa.Array) -> np.ndarray:
        """Seconds of different texts."""
        if not len(texts):
            return np.zeros(0, np.int64)
        for zone in (
            ("UTC", None) if self.zoned else (None, "UTC")
        ):  # nearly every file is one or the other throughout, and then this is fast
            try:
                stamps = pc.cast(texts, pa.timestamp("us", zone))
            except pa.ArrowInvalid:
                continue
            self.saw(len(texts) if zone else 0, 0 if zone else len(texts), bool(pc.any(pc.greater(pc.utf8_length(texts), 10))))
            micro = stamps.cast(pa.int64()).fill_null(MISSING).to_numpy(zero_copy_only=False)
            return np.where(micro == MISSING, MISSING, micro // 1_000_000)
        return self.one_by_one(pc.utf8_trim_whitespace(texts))

    def one_by_one(self, texts: pa.Array) -> np.ndarray:
        """Seconds of texts of several kinds."""
        texts = pc.replace_substring_regex(self.in_order(texts), r"^(\d{4})/(\d{1,2})/", r"\1-\2-")
        texts = pc.replace_substring_regex(texts, r" ?\(?\b(UTC|GMT)\)?$", "+00:00")
        iso = np.asarray(pc.match_substring_regex(texts, ISO))
        zoned = np.asarray(pc.match_substring_regex(texts, r"[T ].*" + ZONE)) & iso
        long = np.asarray(pc.greater(pc.utf8_length(texts), 10)) & iso
        self.saw(int(zoned.sum()), int((long & ~zoned).sum()), bool(long.any()))
        found = np.full(len(texts), MISSING)
        words = np.array(texts.to_pylist(), object)
        for kind in (zoned, iso & ~zoned):  # pandas 2 would give times without a zone the zone of a time before them
            stamps = pd.to_datetime(words[kind], format="ISO8601", utc=True, errors="coerce").as_unit("us").asi8
            found[kind] = np.where(stamps == MISSING, MISSING, stamps // 1_000_000)
        numbers = np.asarray(pc.match_substring_regex(texts, NUMBER))
        self.hours |= bool(numbers.any())
        since = words[numbers].astype(np.float64)
        found[numbers] = since // np.select([since >= least for least, _ in FIGURES], [parts for _, parts in FIGURES])
        left = np.flatnonzero((found == MISSING) & np.array([word is not None for word in words]))
        found[left] = self.worded(pd.Series(words[left], dtype=object))
        return found

    def worded(self, words: "pd.Series[str]") -> np.ndarray:
        """Seconds of times with names of months or a clock of twelve hours, by the formats that exports use."""
        found = np.full(len(words), MISSING)
        words = words.str.replace(r"[,\s\u202f]+", " ", regex=True).str.replace(r"(\d)([AaPp][Mm])$", r"\1 \2", regex=True)
        for form in WORDED:
            left = np.flatnonzero(found == MISSING)
            if not left.size:
                break
            stamps = pd.to_datetime(words.iloc[left], format=form, utc=True, errors="coerce")
            known = stamps.notna().to_numpy()
            found[left[known]] = stamps[known].to_numpy("datetime64[s]").astype(np.int64)
            hours = "%M" in form and bool(known.any())
            self.saw(int(known.sum()) if "%z" in form else 0, int(known.sum()) if hours and "%z" not in form else 0, hours)
        return found

    def in_order(self, texts: pa.Array) -> pa.Array:
        """Dates such as 31/05/2024 with the year first; the order is told by the first block that shows it."""
        parted = pc.match_substring_regex(texts, PARTED)
        if not pc.any(parted).as_py():
            return texts
        if not self.order:
            self.order = order_of(texts.filter(parted))
        if self.order == "unknown":
            example = shown(texts.filter(parted)[0].as_py())
            raise InvalidValue(f"{example} can be read day first or month first; say dates=day or dates=month")
        turned = r"\3-\2-\1" if self.order == "day" else r"\3-\1-\2"
        return pc.replace_substring_regex(pc.replace_substring_regex(texts, PARTED, turned), r"^(\d\d)-", r"20\1-")

    def saw(self, zoned: int, plain: int, hours: bool) -> None:
        """Keep count of times with and without a zone."""
        self.zoned, self.plain, self.hours = self.zoned + zoned, self.plain + plain, self.hours or hours


def order_of(dates: pa.Array) -> str:
    """Which of day and month comes first: 'day', 'month', or 'unknown' where no number is above 12 or both kinds are."""
    parts = pc.extract_regex(dates, r"^(?P<one>\d{1,2})[/.](?P<two>\d{1,2})")
    one, two = (max(parts.field(place).cast(pa.int32()).to_pylist()) for place in (0, 1))
    if (one > 12) == (two > 12):
        return "unknown"
    return "day" if one > 12 else "month"


def text_of(values: pa.Array) -> pa.Array:
    """A column as text; what is no text is missing."""
    if pa.types.is_floating(values.type):
        values = values.cast(pa.int64(), safe=False)
    try:
        return values.cast(pa.string())
    except pa.ArrowInvalid:
        return pa.array([plain(value) for value in values.to_pylist()], pa.string())


def plain(value: object) -> str | None:
    """One value as text, or None."""
    try:
        return value.decode("utf-8") if isinstance(value, bytes) else str(value)
    except UnicodeDecodeError:
        return None
