import { DIALS, LEVERS, THEORY, type Change, type Scenario } from "./model";
import { days, setting } from "./scenario";

/** Values that are allowed one by one but contradict one another, a line each; the rules of the command line. */
export function contradictions(scenario: Scenario): string[] {
  const lines = [...settingLines((name) => setting(scenario, name))];
  const constant = (name: string) => scenario.theory[name] ?? THEORY[name]!.default;
  if (constant("patience_days") >= constant("feed_days")) {
    lines.push(`theory.patience_days = ${constant("patience_days")} is not below theory.feed_days = ${constant("feed_days")}; lower it, or raise feed_days`);
  }
  return [...lines, ...planLines(scenario.plan, days(scenario)), ...lateLines(scenario)];
}

function* settingLines(of: (name: string) => number): Generator<string> {
  const open = of("open_pool") === 1;
  if (of("founders") > of("seats")) yield `founders = ${of("founders")} is more than seats = ${of("seats")}; give the community more seats, or fewer founders`;
  if (of("mean_degree") >= of("seats")) yield `mean_degree = ${of("mean_degree")} is not below seats = ${of("seats")}; lower it, or give the community more seats`;
  if (of("mean_degree") % 2 === 1) yield `mean_degree = ${of("mean_degree")} is not an even number (colleagues on two sides); take ${of("mean_degree") + 1}`;
  if (of("network") === 1 && of("team_size") > 30) yield `team_size = ${of("team_size")} is above 30 with cliques (everybody would watch everybody); make teams smaller`;
  const comes = open ? of("arrivals_a_day") : of("launch_reach") + of("steady_reach_a_year");
  if (of("founders") === 0 && comes === 0) yield "the community stays empty; give it founders or arrivals";
  const every = of("crunch_every_days");
  if (every > 0 && of("crunch_days") >= every) yield `crunch_days = ${of("crunch_days")} is not below crunch_every_days = ${every} (the crunch would never end); shorten it`;
  const people = of("seats") * of("scale");
  if (of("stall_people") > people) yield `stall_people = ${of("stall_people")} is more than the ${people} people there are; lower it`;
  if (of("dead_days") >= of("days")) yield `dead_days = ${of("dead_days")} is not below days = ${of("days")}; run longer, or lower dead_days`;
}

const endOf = (change: Change) => change.until_day ?? Infinity;
const leversSet = (change: Change) => new Set([...Object.keys(change.levers), ...Object.keys(change.dials).flatMap((dial) => Object.keys(DIALS[dial]!))]);

/** Changes that would hold on no day, and changes that set one lever twice on one day. */
export function planLines(plan: readonly Change[], length: number): string[] {
  const lines = plan.flatMap((change, place) => {
    if (change.from_day >= length) return [`plan[${place}].from_day = ${change.from_day} is beyond the last day, ${length - 1}; start it earlier, or run longer`];
    if (endOf(change) <= change.from_day) return [`plan[${place}].until_day = ${change.until_day} is not after from_day = ${change.from_day}; end it later`];
    return [];
  });
  return lines.length > 0 ? lines : overlapLines(plan);
}

function overlapLines(plan: readonly Change[]): string[] {
  return plan.flatMap((change, later) =>
    plan.slice(0, later).flatMap((other, earlier) => {
      const both = [...leversSet(change)].filter((lever) => leversSet(other).has(lever));
      const first = Math.max(change.from_day, other.from_day);
      if (both.length === 0 || first >= Math.min(endOf(change), endOf(other))) return [];
      return [`Changes ${earlier + 1} and ${later + 1} of the plan both set “${LEVERS[both[0]!]!.label}” on day ${first}; move or shorten one of them`];
    }),
  );
}

function lateLines(scenario: Scenario): string[] {
  const length = days(scenario);
  const late = (what: string, dates: { day: number }[]) =>
    dates.flatMap(({ day }, place) => (day >= length ? [`${what}[${place}].day = ${day} is beyond the last day, ${length - 1}; bring it forward, or run longer`] : []));
  return [...late("shocks", scenario.shocks), ...late("awards", scenario.awards)];
}
