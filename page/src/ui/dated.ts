import { AWARD_RULES, MOST_REACTIONS, REACTION_SERIES, type Award, type Change, type Reaction, type Shock } from "./model";
import { amount, dayOf, finite, mapping, Refused, section, shown, unknown, whole, type Plain } from "./values";

const LEVER_KEYS = ["dials", "levers", "at_least", "at_most"];
const CHANGE_KEYS = ["from_day", "until_day", ...LEVER_KEYS, "ramp_days", "for_days", "every_days", "times"];
const MOST_ENTRIES = 200;
const LONGEST_RAMP = 3650;
const LONGEST_REPEAT = 36_500;
const MOST_WEEKS = 520;

interface Entry {
  entry: Plain;
  place: string;
}

function entries(value: unknown, path: string, keys: string[]): Entry[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) throw new Refused(`${path} = ${shown(value)} is not a list; begin each entry with '- ${keys[0]}: ...'`);
  if (value.length > MOST_ENTRIES) throw new Refused(`${path} has ${value.length} entries, more than ${MOST_ENTRIES}; leave some out`);
  return value.map((item, index) => {
    const place = `${path}[${index}].`;
    const entry = mapping(item, `${path}[${index}]`);
    for (const key of Object.keys(entry)) if (!keys.includes(key)) throw unknown(key, "known here", keys, place);
    return { entry, place };
  });
}

/** Dated changes; one that is repeated becomes as many changes. */
export function planOf(value: unknown): Change[] {
  const plan = entries(value, "plan", CHANGE_KEYS).flatMap((one) => repeated(change(one), one));
  if (plan.length > MOST_ENTRIES) throw new Refused(`plan has ${plan.length} changes with all repeats, more than ${MOST_ENTRIES}; repeat less often`);
  return plan;
}

function change({ entry, place }: Entry): Change {
  const from = dayOf(entry["from_day"], `${place}from_day`, 0);
  const [dials, levers, least, most] = LEVER_KEYS.map((key) => section(entry, key, place, key.startsWith("at_") ? "levers" : key)) as [Numbers, Numbers, Numbers, Numbers];
  const set = { ...levers, ...least, ...most };
  if (Object.keys({ ...dials, ...set }).length === 0) throw new Refused(`${place.slice(0, -1)} changes nothing; give it levers or dials`);
  const ramp = missing(entry["ramp_days"]) ? 0 : whole(entry["ramp_days"], `${place}ramp_days`, 1, LONGEST_RAMP, "days over which the change comes in");
  if (ramp > 0 && ("cadence_days" in set || "cadence" in dials)) {
    throw new Refused(`${place}ramp_days = ${ramp} cannot bring in cadence_days, where 0 means no events; set it in a change of its own`);
  }
  return { from_day: from, until_day: lastDay(entry, place, from), dials, levers, at_least: least, at_most: most, ramp_days: ramp };
}

type Numbers = Record<string, number>;
const missing = (value: unknown) => value === null || value === undefined;

function lastDay(entry: Plain, place: string, from: number): number | null {
  const { until_day: until, for_days: length } = entry;
  if (!missing(until) && !missing(length)) throw new Refused(`${place}until_day and ${place}for_days both say when it ends; keep one of the two`);
  if (!missing(length)) return from + whole(length, `${place}for_days`, 1, LONGEST_REPEAT, "days that the change holds");
  return missing(until) ? null : dayOf(until, `${place}until_day`, 1);
}

function repeated(one: Change, { entry, place }: Entry): Change[] {
  const { every_days: every, times } = entry;
  if (missing(every) && missing(times)) return [one];
  const until = one.until_day;
  if (missing(every) || missing(times) || until === null) throw new Refused(`${place}every_days repeats a change that ends; give it for_days, every_days and times, all three`);
  const gap = whole(every, `${place}every_days`, 1, LONGEST_REPEAT, "days from one beginning to the next");
  const count = whole(times, `${place}times`, 2, 100, "how often it comes in all");
  if (gap < until - one.from_day) throw new Refused(`${place}every_days = ${gap} is less than the ${until - one.from_day} days that each lasts`);
  return Array.from({ length: count }, (_, number) => ({ ...one, from_day: one.from_day + gap * number, until_day: until + gap * number }));
}

const WHEN = /^\s*(\w+)\s*([<>])\s*([-+.\w]+)(?:\s+for\s+(\d+)\s+weeks?)?\s*$/;

/** Changes that the community's own course calls for. */
export function reactionsOf(value: unknown): Reaction[] {
  const list = entries(value, "reactions", ["when", "for_weeks", "dials", "levers"]);
  if (list.length > MOST_REACTIONS) throw new Refused(`reactions has ${list.length} entries, more than ${MOST_REACTIONS}; leave some out`);
  return list.map(({ entry, place }) => {
    const [dials, levers] = [section(entry, "dials", place), section(entry, "levers", place)];
    if (Object.keys({ ...dials, ...levers }).length === 0) throw new Refused(`${place.slice(0, -1)} changes nothing; give it levers or dials`);
    if ("staff_turnover_a_year" in levers) throw new Refused(`${place}levers.staff_turnover_a_year cannot react: when people leave is settled as they join; change it on a date, in plan`);
    const held = entry["for_weeks"];
    return { ...condition(entry["when"], `${place}when`), hold_weeks: missing(held) ? null : whole(held, `${place}for_weeks`, 1, MOST_WEEKS, "weeks that it holds"), dials, levers };
  });
}

function condition(written: unknown, path: string): Pick<Reaction, "series" | "above" | "threshold" | "weeks"> {
  const example = "'weekly_contributors < 20 for 4 weeks'";
  const found = typeof written === "string" ? WHEN.exec(written) : null;
  if (found === null) throw new Refused(`${path} = ${shown(written)} is no condition; write one such as ${example}`);
  const [, series, sign, number, weeks] = found as unknown as [string, string, string, string, string | undefined];
  if (!REACTION_SERIES.includes(series)) throw unknown(series, "a series that a reaction can watch", REACTION_SERIES, `${path}: `);
  const threshold = finite(number);
  if (threshold === null) throw new Refused(`${path} = ${shown(number)} is not a number; write a condition such as ${example}`);
  const above = sign === ">";
  const never = above ? !series.startsWith("weekly_") && threshold >= 1 : threshold <= 0;
  if (never) throw new Refused(`${path}: ${series} is never ${above ? "above" : "below"} ${threshold}; choose a value inside its range`);
  return { series, above, threshold, weeks: whole(weeks ?? 1, `${path}, weeks`, 1, MOST_WEEKS, "weeks on end") };
}

export function shocksOf(value: unknown): Shock[] {
  return entries(value, "shocks", ["day", "size", "days"]).map(({ entry, place }) => ({
    day: dayOf(entry["day"], `${place}day`, 0),
    size: amount(entry["size"], `${place}size`, 1000),
    days: amount(entry["days"] ?? 7, `${place}days`, 3650),
  }));
}

export function awardsOf(value: unknown): Award[] {
  return entries(value, "awards", ["day", "rule", "share"]).map(({ entry, place }) => {
    const rule = entry["rule"];
    if (typeof rule !== "string" || !AWARD_RULES.includes(rule)) throw unknown(shown(rule), "a rule for awards", AWARD_RULES, `${place}rule = `);
    return { day: dayOf(entry["day"], `${place}day`, 0), rule, share: amount(entry["share"] ?? 1, `${place}share`, 1) };
  });
}

export function arrivalsOf(value: unknown): number[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value) || value.length > MOST_ENTRIES) throw new Refused(`arrivals = ${shown(value)} is not a list of at most ${MOST_ENTRIES} numbers`);
  return value.map((entry, index) => {
    const number = finite(entry);
    if (number === null || number < 0 || number > 1000) throw new Refused(`arrivals[${index}] = ${shown(entry)} is not a number from 0 to 1000`);
    return number;
  });
}
