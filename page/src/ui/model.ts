import { tables, type Outcome, type Parameter } from "../engine/tables.ts";
export { Engine, Live, type Run } from "../engine/engine.ts";
export type { Award, Change, Reaction, Scenario, Shock } from "../engine/scenario.ts";
export type { Bundled, Outcome, Parameter } from "../engine/tables.ts";

export const LEVERS: Record<string, Parameter> = tables.levers;
export const SETTINGS: Record<string, Parameter> = tables.settings;
export const THEORY: Record<string, Parameter> = tables.theory;
export const DIALS = tables.dials;
export const FAILURES = tables.failures;
export const OUTCOMES: Record<string, Outcome> = tables.outcomes;
export const SOURCES = tables.sources;
export const SOURCE_KINDS = tables.source_kinds;
export const FATES = tables.fates;
export const AWARD_RULES = tables.award_rules;
export const REACTION_SERIES = tables.reaction_series;
export const MOST_REACTIONS = tables.constants.MOST_REACTIONS;
export const BUNDLED = tables.scenarios;
export const STAMP = tables.stamp;
export const VERSION = tables.version;

const OUTCOME_PLACES = Object.fromEntries(Object.keys(OUTCOMES).map((name, place) => [name, place]));

/** Place of an outcome in a run's row of outcomes. */
export function placeOf(outcome: string): number {
  const place = OUTCOME_PLACES[outcome];
  if (place === undefined) throw new Error(`the kernel has no outcome called ${outcome}`);
  return place;
}

/** Words for a name of the model: leadership_support becomes Leadership support. */
export function words(name: string): string {
  const plain = name.replaceAll("_", " ");
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** Groups of levers in the order of the table. */
export const GROUPS = [...new Set(Object.values(LEVERS).map((lever) => lever.group))];

export const GROUP_LABELS: Record<string, string> = {
  cause: "Cause",
  culture: "Culture",
  conditions: "Conditions",
  cadence: "Cadence",
  content: "Content",
  contribution: "Contribution",
  credit: "Credit",
  leadership: "Leadership support",
  work: "Work pressure",
  resourcing: "Resourcing",
};

/** What each group of levers is about, in a few words. */
export const GROUP_MEANINGS: Record<string, string> = {
  cause: "What the community is for",
  culture: "How people treat one another",
  conditions: "Where and how people meet",
  cadence: "The rhythm of events",
  content: "What there is to read",
  contribution: "How people are drawn in and answered",
  credit: "Praise, badges and awards",
  leadership: "Time, a sponsor, managers who take part",
  work: "What the job leaves room for",
  resourcing: "Facilitators, technology, money",
};
