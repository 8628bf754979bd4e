import { contradictions } from "./contradictions";
import { arrivalsOf, awardsOf, planOf, reactionsOf, shocksOf } from "./dated";
import type { Scenario } from "./model";
import { mapping, Refused, section, shown, TABLES, unknown, type Plain } from "./values";

const KEYS = ["name", "story", "source", ...Object.keys(TABLES), "plan", "reactions", "shocks", "awards", "arrivals"];
const WANTED = { name: "what the community is called", story: "whose community this is and what happens", source: "where the numbers come from" };
const LONGEST = { name: 60, story: 10_000, source: 10_000 };

/** A community from plain data as a file holds it, checked by the rules of the command line; the first fault is told. */
export function scenarioFrom(data: unknown): Scenario {
  const parts = mapping(data, "the file");
  for (const key of Object.keys(parts)) if (!KEYS.includes(key)) throw unknown(key, "a part of a community", KEYS);
  const scenario: Scenario = {
    name: text(parts, "name"),
    story: text(parts, "story"),
    source: text(parts, "source"),
    settings: section(parts, "settings"),
    dials: section(parts, "dials"),
    levers: section(parts, "levers"),
    theory: section(parts, "theory"),
    failures: Object.fromEntries(Object.entries(section(parts, "failures")).map(([name, on]) => [name, on === 1])),
    plan: planOf(parts["plan"]),
    reactions: reactionsOf(parts["reactions"]),
    shocks: shocksOf(parts["shocks"]),
    awards: awardsOf(parts["awards"]),
    arrivals: arrivalsOf(parts["arrivals"]),
  };
  const [line] = contradictions(scenario);
  if (line !== undefined) throw new Refused(line);
  return scenario;
}

function text(parts: Plain, key: keyof typeof WANTED): string {
  const value = parts[key];
  if (value === undefined || value === null || value === "") {
    throw new Refused(`${key} is missing; say in plain words ${WANTED[key]}`);
  }
  if (typeof value !== "string") throw new Refused(`${key} = ${shown(value)} is not text; put it in quotation marks`);
  if (value.length > LONGEST[key]) throw new Refused(`${key} has ${value.length} letters, more than ${LONGEST[key]}; shorten it`);
  if (/[^\P{C}\n\t]/u.test(value)) throw new Refused(`${key} holds control characters; write plain text`);
  return value.trim();
}
