import type { Run, Scenario } from "./model";
import { days, setting } from "./scenario";
import { quantiles } from "./statistics";

/** A course over weeks that the page can draw. */
export interface Series {
  name: string;
  label: string;
  unit: string;
  /** States run from 0 to 1; counts begin at 0 and are scaled to people. */
  kind: "count" | "state";
  weekly(run: Run, weeks: number): Float64Array;
}

type Fold = (days: Int32Array, from: number) => number;
const sum: Fold = (days, from) => {
  let total = 0;
  for (let day = from; day < from + 7; day++) total += days[day]!;
  return total;
};
const average: Fold = (days, from) => sum(days, from) / 7;
const last: Fold = (days, from) => days[from + 6]!;

function counted(name: string, label: string, unit: string, keys: string[], fold: Fold): Series {
  const weekly = (run: Run, weeks: number) => {
    const found = new Float64Array(weeks);
    for (const key of keys) for (let week = 0; week < weeks; week++) found[week]! += fold(run.daily[key]!, 7 * week);
    return found;
  };
  return { name, label, unit, kind: "count", weekly };
}

function state(name: string, label: string): Series {
  const weekly = (run: Run, weeks: number) => run.weekly[`mean_${name}`]!.subarray(0, weeks);
  return { name, label, unit: "0 to 1, mean of those present", kind: "state", weekly };
}

export const SERIES: Series[] = [
  counted("logons", "Log-ons", "people a day, mean of each week", ["logons"], average),
  {
    name: "contributors",
    label: "Contributors",
    unit: "people a week",
    kind: "count",
    weekly: (run, weeks) => run.weekly["contributors"]!.slice(0, weeks),
  },
  counted("posts", "Posts and answers", "items a week", ["posts", "answers"], sum),
  counted("members", "Members", "people", ["members"], last),
  state("motivation", "Motivation"),
  state("safety", "Psychological safety"),
  state("strain", "Strain"),
  state("habit", "Habit"),
];

export function seriesNamed(name: string): Series {
  return SERIES.find((series) => series.name === name) ?? SERIES[0]!;
}

/** The shares of runs between which the fan's edges and its middle lie. */
export const SHARES = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

/** A fan: for each week the five quantiles over runs. */
export interface Fan {
  weeks: number;
  runs: number;
  bands: Float64Array[];
}

export function fanOf(series: Series, runs: readonly Run[], scenario: Scenario): Fan {
  const weeks = Math.floor(days(scenario) / 7);
  const scale = series.kind === "count" ? setting(scenario, "scale") : 1;
  const courses = runs.map((run) => series.weekly(run, weeks));
  const bands = SHARES.map(() => new Float64Array(weeks));
  const column = new Float64Array(courses.length);
  for (let week = 0; week < weeks; week++) {
    courses.forEach((course, run) => (column[run] = scale * course[week]!));
    quantiles(column, SHARES).forEach((value, band) => (bands[band]![week] = value));
  }
  return { weeks, runs: runs.length, bands };
}
