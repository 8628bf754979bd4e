/** All that the page shows and needs, as page/kernel/tables.py derives it from the tables of the theory. */
import data from "./tables.json" with { type: "json" };
import type { Scenario } from "./scenario.ts";

export interface Parameter {
  name: string;
  label: string;
  group: string;
  section: "levers" | "settings" | "theory";
  path: string;
  default: number;
  low: number;
  high: number;
  unit: string;
  meaning: string;
  /** Key of `tables.sources`. */
  source: string;
  status: "sourced" | "calibrated" | "assumed";
  /** What 0, 0.5 and 1 mean in words, for 0-1 levers. */
  anchors: [string, string, string] | null;
  whole: boolean;
  community: boolean;
  /** Words for 0, 1, 2, ...; empty where there are none. */
  choices: string[];
}

export interface Outcome {
  name: string;
  label: string;
  unit: string;
  better: "more" | "less" | "neither";
  meaning: string;
}

/** "f8" a number, "i4" a whole one of 32 bits, "i8" and "u8" of 64, "i1" of 8. */
export type Kind = "f8" | "i4" | "i8" | "u8" | "i1";
/** How often each of: one, seats, days, weeks, half, pairs, feed goes into a length. */
export type Sum = Record<string, number>;

/** One array of the kernel's world; shape null where it is as long as what is given. */
export interface ArrayLayout {
  name: string;
  size: number;
  dimensions: number;
  shape: Sum[] | null;
  number?: Kind;
  /** Kind and place in bytes of each field of a record. */
  fields?: Record<string, [Kind, number]>;
}

export interface Bundled {
  /** As the command line names it: "guild", "fitted/tidytuesday". */
  id: string;
  scenario: Scenario;
  /** The file as it stands, in YAML. */
  text: string;
}

export interface Tables {
  /** Which theory: two pages of one stamp give the same numbers. */
  stamp: string;
  /** Key of the module that goes with these tables. */
  kernel: string;
  version: string;
  levers: Record<string, Parameter>;
  settings: Record<string, Parameter>;
  theory: Record<string, Parameter>;
  /** Each dial sets its levers together: values at low, middle, high. */
  dials: Record<string, Record<string, [number, number, number]>>;
  failures: Record<string, Record<string, number>>;
  positions: Record<"low" | "middle" | "high", number>;
  outcomes: Record<string, Outcome>;
  proportions: string[];
  fates: string[];
  award_rules: string[];
  reaction_series: string[];
  meanings: Record<"traits" | "states" | "counts" | "seats" | "tally" | "daily", Record<string, string>>;
  constants: Record<"TOPICS" | "CORE_TOPICS" | "TIES" | "NEVER" | "LONG_AGO" | "LINE" | "MOST_REACTIONS", number>;
  event_kinds: string[];
  sources: Record<string, { citation: string; kind: string; note: string }>;
  source_kinds: Record<string, string>;
  /** Arrays that the scenario gives, with the names that inputs.ts has for them. */
  given: Record<string, string>;
  layout: ArrayLayout[];
  scenarios: Bundled[];
}

export const tables = data as unknown as Tables;
