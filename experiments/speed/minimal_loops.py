"""The least that a member's day must do, as loops over long rows: dice, exponentials, memory read and written.

Compiled like the kernel, in nothing but long rows: what these loops cost is what the processor can do at best.
"""

from community_dynamics.sim.arithmetic import exponential
from community_dynamics.sim.dice import die, u64, uniform


def throw_dice(keys, today, numbers, times):  # type: ignore[no-untyped-def]
    """`times` rounds of a die for every key."""
    for turn in range(times):
        for k in range(keys.shape[0]):
            numbers[k] = uniform(die(keys[k], today + u64(turn)))


def raise_exponentials(values, answers, times):  # type: ignore[no-untyped-def]
    """`times` rounds of an exponential for every value."""
    for turn in range(times):
        for k in range(values.shape[0]):
            answers[k] = exponential(values[k] - turn)


def move_numbers(source, target, times):  # type: ignore[no-untyped-def]
    """`times` rounds of every number read and written."""
    for turn in range(times):
        for k in range(source.shape[0]):
            target[k] = source[k] + turn
