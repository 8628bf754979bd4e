import { LEVERS, SETTINGS, type Change, type Parameter, type Reaction, type Scenario } from "./model";

/** A community as its file holds it: only what is stated, words where there are words. */
export function plainOf(scenario: Scenario): Record<string, unknown> {
  return stated({
    name: scenario.name,
    story: scenario.story,
    source: scenario.source,
    settings: inWords(SETTINGS, scenario.settings),
    dials: scenario.dials,
    levers: inWords(LEVERS, scenario.levers),
    theory: scenario.theory,
    failures: scenario.failures,
    plan: scenario.plan.map(plainChange),
    reactions: scenario.reactions.map(plainReaction),
    shocks: scenario.shocks,
    awards: scenario.awards,
    arrivals: scenario.arrivals,
  });
}

/** Without what is empty. */
function stated(data: Record<string, unknown>): Record<string, unknown> {
  const empty = (value: unknown) => value === "" || value === null || (typeof value === "object" && Object.keys(value).length === 0);
  return Object.fromEntries(Object.entries(data).filter(([, value]) => !empty(value)));
}

function plainChange(change: Change): Record<string, unknown> {
  const { from_day, until_day, dials, ramp_days } = change;
  const worded = (values: Record<string, number>) => inWords(LEVERS, values);
  const parts = { until_day, dials, levers: worded(change.levers), at_least: worded(change.at_least), at_most: worded(change.at_most) };
  return { from_day, ...stated({ ...parts, ramp_days: ramp_days > 0 ? ramp_days : null }) };
}

function plainReaction(reaction: Reaction): Record<string, unknown> {
  return stated({ when: conditionOf(reaction), for_weeks: reaction.hold_weeks, dials: reaction.dials, levers: inWords(LEVERS, reaction.levers) });
}

/** A condition as files write it: weekly_contributors < 20 for 4 weeks. */
export function conditionOf({ series, above, threshold, weeks }: Reaction): string {
  return `${series} ${above ? ">" : "<"} ${threshold}${weeks > 1 ? ` for ${weeks} weeks` : ""}`;
}

/** Values with the words of those that have words; no and yes become false and true. */
function inWords(table: Record<string, Parameter>, values: Record<string, number>): Record<string, unknown> {
  const worded = (name: string, value: number) => {
    const { choices } = table[name]!;
    if (choices.length === 0) return value;
    return choices[0] === "no" ? value === 1 : choices[value];
  };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, worded(name, value)]));
}
