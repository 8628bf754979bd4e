/** From a scenario's words to the arrays that the kernel reads: sim/inputs.py once more, to the same bits. */
import { exponential } from "./exponential.ts";
import type { Change, Reaction, Scenario, Shock } from "./scenario.ts";
import { tables } from "./tables.ts";

type Values = Record<string, number>;

/** What a run needs besides its seed, by the names of sim.inputs.Inputs: records of numbers laid end to end. */
export interface Inputs {
  settings: Float64Array;
  theory: Float64Array;
  levers: Float64Array;
  segment: Int32Array;
  calendar: Float64Array;
  turnover: Float64Array;
  awards: Float64Array;
  reactions: Float64Array;
}

const LEVERS = Object.keys(tables.levers);
const CALENDAR = ["working", "activity", "crunch", "attention", "arrival", "week_start"];

const defaults = (table: Record<string, { default: number }>): Values =>
  Object.fromEntries(Object.entries(table).map(([name, one]) => [name, one.default]));

/** A setting's value, its default where the scenario is silent. */
export const setting = (scenario: Scenario, name: string): number => scenario.settings[name] ?? tables.settings[name]!.default;

/** To the nearest whole number, halves to the even one, as Python rounds. */
export function rounded(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return rest < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}

/** Levers that dials set together, by straight lines between their three anchors. */
export function dialLevers(dials: Values): Values {
  const values: Values = {};
  for (const [dial, position] of Object.entries(dials)) {
    for (const [lever, [low, middle, high]] of Object.entries(tables.dials[dial]!)) {
      const value =
        position <= 0.5 ? low + ((middle - low) * position) / 0.5 : middle + ((high - middle) * (position - 0.5)) / 0.5;
      values[lever] = tables.levers[lever]!.whole ? rounded(value) : value;
    }
  }
  return values;
}

/** A lever lowered to at most a value; 0 days between events are no events at all, which is the longest gap there is. */
const lowered = (lever: string, before: number, most: number): number =>
  lever === "cadence_days" && before === 0 ? most : Math.min(before, most);

function partWay(lever: string, before: number, aim: number, share: number): number {
  if (tables.levers[lever]!.whole) return share >= 0.5 ? aim : before;
  return before + (aim - before) * share;
}

/** The levers that a change gives on one day of its time, from how they would stand without it. */
function changed(change: Change, before: Values, day: number): Values {
  const aims: Values = { ...dialLevers(change.dials), ...change.levers };
  for (const [name, value] of Object.entries(change.at_least ?? {})) aims[name] = Math.max(before[name]!, value);
  for (const [name, value] of Object.entries(change.at_most ?? {})) aims[name] = lowered(name, before[name]!, value);
  const ramp = change.ramp_days ?? 0;
  const done = Math.floor((day - change.from_day) / 7) * 7 + 7;
  if (done < ramp) for (const [name, aim] of Object.entries(aims)) aims[name] = partWay(name, before[name]!, aim, done / ramp);
  return aims;
}

/** Every lever on one day: defaults, then dials, then levers, then the plan, then reactions that hold, then failures. */
export function leverValues(scenario: Scenario, day: number, reacting: Reaction[] = []): Values {
  const values = { ...defaults(tables.levers), ...dialLevers(scenario.dials), ...scenario.levers };
  const failing = { ...scenario.failures };
  for (const change of scenario.plan) {
    if (day < change.from_day || day >= (change.until_day ?? Infinity)) continue;
    Object.assign(values, changed(change, values, day));
    Object.assign(failing, change.failures);
  }
  for (const reaction of reacting) Object.assign(values, dialLevers(reaction.dials), reaction.levers);
  for (const [failure, on] of Object.entries(failing)) if (on) Object.assign(values, tables.failures[failure]!);
  return values;
}

const record = (names: string[], values: Values): number[] => names.map((name) => values[name]!);

/** First days of stretches over which the dated plan leaves levers alone. */
function stretches(plan: Change[], days: number): number[] {
  const edges = new Set([0]);
  for (const change of plan) {
    const last = Math.min(days, change.until_day ?? days);
    const put = (day: number) => void (0 < day && day < Math.min(days, last + 1) && edges.add(day));
    for (let day = change.from_day; day < change.from_day + Math.max(1, change.ramp_days ?? 0); day += 7) put(day);
    put(last);
  }
  return [...edges].sort((one, other) => one - other);
}

/** Lever rows, a row for each stretch and these again for each set of reactions, and for each day which row holds. */
function segments(scenario: Scenario, days: number): [Float64Array, Int32Array] {
  const starts = stretches(scenario.plan, days);
  const reactions = scenario.reactions ?? [];
  const rows: number[] = [];
  for (let set = 0; set < 1 << reactions.length; set++) {
    const held = reactions.filter((_, k) => (set >> k) & 1);
    for (const start of starts) rows.push(...record(LEVERS, leverValues(scenario, start, held)));
  }
  const segment = new Int32Array(days);
  for (let day = 0, at = 0; day < days; day++) {
    while (at + 1 < starts.length && starts[at + 1]! <= day) at++;
    segment[day] = at;
  }
  return [Float64Array.from(rows), segment];
}

const modulo = (value: number, base: number): number => ((value % base) + base) % base;

const attentionOn = (shocks: Shock[], day: number): number =>
  shocks.reduce((sum, shock) => sum + (day >= shock.day ? shock.size * exponential((shock.day - day) / shock.days) : 0), 1);

let lastAttention = { key: "", days: new Float64Array(0) };

/** Attention from outside on each day; exact exponentials take their time, so the last answer is kept. */
function attention(shocks: Shock[], days: number): Float64Array {
  const key = JSON.stringify([shocks, days]);
  if (lastAttention.key !== key) lastAttention = { key, days: new Float64Array(days).map((_, day) => attentionOn(shocks, day)) };
  return lastAttention.days;
}

/** Working days, weekends, holidays, crunch periods and bursts of attention, a record a day. */
function calendar(scenario: Scenario, days: number): Float64Array {
  const of = (name: string) => Math.trunc(setting(scenario, name));
  const every = of("crunch_every_days");
  const arrivals = scenario.arrivals.length > 0 ? scenario.arrivals : [1];
  const outside = attention(scenario.shocks, days);
  const found = new Float64Array(days * CALENDAR.length);
  for (let day = 0; day < days; day++) {
    const weekend = (day + of("start_weekday")) % 7 >= 5;
    const off = weekend || modulo(day - of("holiday_start_day"), 364) < 7 * of("holiday_weeks");
    const line: Values = {
      working: off ? 0 : 1,
      activity: off ? setting(scenario, "weekend_share") : 1,
      crunch: every > 0 && day >= every && day % every < of("crunch_days") ? 1 : 0,
      attention: outside[day]!,
      arrival: arrivals[Math.floor((day * arrivals.length) / days)]!,
      week_start: day % 7 === 0 ? 1 : 0,
    };
    found.set(record(CALENDAR, line), day * CALENDAR.length);
  }
  return found;
}

/** Conditions of reactions as records; numbers of people become seats. */
function reactionRecords(scenario: Scenario): Float64Array {
  const scale = setting(scenario, "scale");
  return Float64Array.from(
    (scenario.reactions ?? []).flatMap((one) => [
      tables.reaction_series.indexOf(one.series),
      one.above ? 1 : 0,
      one.series.startsWith("weekly_") ? one.threshold / scale : one.threshold,
      one.weeks,
      one.hold_weeks === null ? tables.constants.NEVER : 7 * one.hold_weeks,
    ]),
  );
}

/** Arrays for one scenario; equal for all seeds. */
export function inputsOf(scenario: Scenario): Inputs {
  const settings = { ...defaults(tables.settings), ...scenario.settings };
  const theory = { ...defaults(tables.theory), ...scenario.theory };
  const days = Math.trunc(settings["days"]!);
  const [levers, segment] = segments(scenario, days);
  const turnover = new Float64Array(days + 1);
  const rate = LEVERS.indexOf("staff_turnover_a_year");
  for (let day = 0; day < days; day++) {
    turnover[day + 1] = turnover[day]! + levers[segment[day]! * LEVERS.length + rate]! / 365;
  }
  return {
    settings: Float64Array.from(record(Object.keys(tables.settings), settings)),
    theory: Float64Array.from(record(Object.keys(tables.theory), theory)),
    levers,
    segment,
    calendar: calendar(scenario, days),
    turnover,
    awards: Float64Array.from(scenario.awards.flatMap((one) => [one.day, tables.award_rules.indexOf(one.rule), one.share])),
    reactions: reactionRecords(scenario),
  };
}
