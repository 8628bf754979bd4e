"""A stretch of a log, as if it had been kept from that day on."""

from dataclasses import replace

import numpy as np

from community_dynamics.experiments.base.errors import InvalidValue
from community_dynamics.experiments.logs.course import date_of
from community_dynamics.experiments.logs.daily import Daily
from community_dynamics.experiments.logs.log import NOBODY, Log


def cut_log(log: Log, first: int | None) -> Log:
    """The log from a day on; members are numbered anew, and whoever was there before counts from the first day seen."""
    if first is None or first <= log.first:
        return log
    kept = log.day >= first
    if not kept.any():
        raise InvalidValue(f"from = {date_of(first)} is after the last day of {log.name}, {date_of(log.last)}; begin earlier")
    known, member = np.unique(log.member[kept], return_inverse=True)
    answers = log.answers[kept]
    place = np.searchsorted(known, answers).clip(0, known.size - 1)
    answers = np.where((answers >= 0) & (known[place] == answers), place, NOBODY).astype(np.int32)
    hours = None if log.hours is None else log.hours[kept]
    return replace(
        log, member=member.astype(np.int32), time=log.time[kept], kind=log.kind[kept], count=log.count[kept],
        answers=answers, hours=hours, first=first,
    )  # fmt: skip


def cut_daily(daily: Daily, first: int | None) -> Daily:
    """Statistics a day from a day on."""
    if first is None:
        return daily
    kept = daily.day >= first
    if not kept.any():
        raise InvalidValue(
            f"from = {date_of(first)} is after the last day of {daily.name}, {date_of(daily.day[-1])}; begin earlier"
        )
    return replace(daily, day=daily.day[kept], values={name: values[kept] for name, values in daily.values.items()})
