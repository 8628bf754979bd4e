import { DIALS, FAILURES, GROUP_LABELS, LEVERS, words, type Change, type Reaction, type Scenario } from "./model";
import { conditionOf } from "./plain_data";
import { setLevers, setting, spoken } from "./scenario";

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const FAILURE_NAMES: Record<string, string> = {
  no_leadership_support: "No leadership support",
  work_pressure: "Work pressure",
  inadequate_focus: "Inadequate focus",
  ineffective_resourcing: "Ineffective resourcing and technology",
};

export const failureLabel = (name: string) => FAILURE_NAMES[name] ?? words(name);

/** What a failure does, in words: which lever it holds where. */
export function failureMeaning(name: string): string {
  return Object.entries(FAILURES[name]!).map(([lever, value]) => `${LEVERS[lever]!.label.toLowerCase()}: ${spoken(LEVERS[lever]!, value)}`).join(", ");
}

export function dialWord(position: number): string {
  return { 0: "low", 0.5: "middle", 1: "high" }[position] ?? String(Number(position.toFixed(2)));
}

/** Everything that a bar can set: a failure, a dial or one lever, by full name. */
export function addable(): { group: string; options: { path: string; label: string }[] }[] {
  const levers = Object.values(LEVERS);
  return [
    { group: "A failure, for a time", options: Object.keys(FAILURES).map((name) => ({ path: `failures.${name}`, label: failureLabel(name) })) },
    { group: "A dial", options: Object.keys(DIALS).map((name) => ({ path: `dials.${name}`, label: `${GROUP_LABELS[name]} dial` })) },
    ...Object.entries(GROUP_LABELS).map(([group, label]) => ({
      group: label,
      options: levers.filter((lever) => lever.group === group).map((lever) => ({ path: `levers.${lever.name}`, label: lever.label })),
    })),
  ];
}

/** A new bar over the middle third of the run; a dial or lever begins a step above where it stands. */
export function newChange(path: string, scenario: Scenario, length: number): Change {
  const [kind, name] = path.split(".") as [string, string];
  const third = Math.max(7, Math.round(length / 21) * 7);
  const span = { from_day: Math.min(third, length - 1), until_day: Math.min(2 * third, length), at_least: {}, at_most: {}, ramp_days: 0 };
  if (kind === "failures") return { ...span, dials: {}, levers: { ...FAILURES[name]! } };
  if (kind === "dials") return { ...span, dials: { [name]: (scenario.dials[name] ?? 0.5) < 0.75 ? 1 : 0 }, levers: {} };
  return { ...span, dials: {}, levers: { [name]: otherEnd(name, scenario) } };
}

/** Where a lever would be moved to: to the far end of its dial's anchors, or of its range. */
function otherEnd(name: string, scenario: Scenario): number {
  const { low, high } = LEVERS[name]!;
  const anchors = Object.values(DIALS).find((levers) => name in levers)?.[name];
  const [one, other] = anchors === undefined ? [low, high] : [anchors[0], anchors[2]];
  const now = setLevers(scenario)[name]!;
  return Math.abs(now - one) > Math.abs(now - other) ? one : other;
}

/** The ways in which a bar sets levers. */
export const LEVER_PARTS = [
  { part: "levers", words: "" },
  { part: "at_least", words: "at least " },
  { part: "at_most", words: "at most " },
] as const;

/** What a bar is called: the failure it is, or the first thing that it sets and how many more. */
export function changeLabel(change: Change): string {
  const failure = Object.entries(FAILURES).find(([, levers]) => JSON.stringify(sorted(levers)) === JSON.stringify(sorted(change.levers)));
  if (failure !== undefined && Object.keys(change.dials).length === 0) return failureLabel(failure[0]);
  const parts = [
    ...Object.entries(change.dials).map(([dial, value]) => `${GROUP_LABELS[dial]} ${dialWord(value)}`),
    ...LEVER_PARTS.flatMap(({ part, words }) => Object.entries(change[part]).map(([lever, value]) => `${LEVERS[lever]!.label}: ${words}${spoken(LEVERS[lever]!, value)}`)),
  ];
  return parts.length > 1 ? `${parts[0]} and ${parts.length - 1} more` : parts[0]!;
}

const sorted = (values: Record<string, number>) => Object.entries(values).sort(([one], [other]) => one.localeCompare(other));

/** A day of the run as people say it: Monday of week 14 (day 91). */
export function dayWords(day: number, scenario: Scenario): string {
  const weekday = WEEKDAYS[(day + setting(scenario, "start_weekday")) % 7]!;
  return `${weekday} of week ${Math.floor(day / 7) + 1} (day ${day})`;
}

export type Grip = "whole" | "start" | "end";

/** A bar moved or stretched by so many days, never shorter than a day nor outside the run. */
export function shifted(change: Change, grip: Grip, by: number, length: number): Change {
  const end = change.until_day ?? length;
  if (grip === "start") return { ...change, from_day: clamp(change.from_day + by, 0, end - 1) };
  if (grip === "end") {
    const until = clamp(end + by, change.from_day + 1, length);
    return { ...change, until_day: until >= length ? null : until };
  }
  const moved = clamp(change.from_day + by, 0, change.until_day === null ? length - 1 : length - (end - change.from_day));
  return { ...change, from_day: moved, until_day: change.until_day === null ? null : moved + end - change.from_day };
}

const clamp = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value));

/** A reaction in words. */
export function reactionLabel(reaction: Reaction): string {
  const set = [
    ...Object.entries(reaction.dials).map(([dial, value]) => `${GROUP_LABELS[dial]} ${dialWord(value)}`),
    ...Object.entries(reaction.levers).map(([lever, value]) => `${LEVERS[lever]!.label}: ${spoken(LEVERS[lever]!, value)}`),
  ];
  const length = reaction.hold_weeks === null ? "to the end" : `for ${reaction.hold_weeks} weeks`;
  return `When ${conditionOf(reaction).replaceAll("_", " ")}: ${set.join(", ")}, ${length}`;
}
