import { leverValues, setting } from "../engine/inputs.ts";
import { DIALS, SETTINGS, THEORY, type Parameter, type Scenario } from "./model";

export type Section = "settings" | "dials" | "levers" | "theory" | "failures";

export { setting };

/** Every lever as set for the whole run: defaults, then dials, then levers; plan, reactions and failures come on top of these. */
export function setLevers(scenario: Scenario): Record<string, number> {
  return leverValues({ ...scenario, plan: [], failures: {} }, 0);
}

export function days(scenario: Scenario): number {
  return Math.trunc(setting(scenario, "days"));
}

/** The same community with one value replaced; a dial takes the levers it sets with it. */
export function withValue(scenario: Scenario, section: Section, name: string, value: number | boolean | undefined): Scenario {
  const values: Record<string, number | boolean> = { ...scenario[section] };
  if (value === undefined) delete values[name];
  else values[name] = value;
  const changed = { ...scenario, [section]: values } as Scenario;
  if (section !== "dials") return changed;
  const levers = { ...scenario.levers };
  for (const lever of Object.keys(DIALS[name] ?? {})) delete levers[lever];
  return { ...changed, levers };
}

/** One value of `from` put into `scenario`, or removed where `from` does not state it. */
export function putBack(scenario: Scenario, from: Scenario, section: Section, name: string): Scenario {
  const back = withValue(scenario, section, name, from[section][name]);
  if (section !== "dials") return back;
  const levers = { ...back.levers };
  for (const lever of Object.keys(DIALS[name] ?? {})) {
    const value = from.levers[lever];
    if (value !== undefined) levers[lever] = value;
  }
  return { ...back, levers };
}

export interface Difference {
  section: Section;
  name: string;
  was: number | boolean | undefined;
  is: number | boolean | undefined;
}

/** What differs between two statements of a community, value by value; the plan is compared as a whole by samePlan. */
export function differences(from: Scenario, to: Scenario): Difference[] {
  const found: Difference[] = [];
  for (const section of ["dials", "levers", "failures", "settings", "theory"] as const) {
    for (const name of new Set([...Object.keys(from[section]), ...Object.keys(to[section])])) {
      const was = from[section][name];
      const is = to[section][name];
      if (!same(section, name, was, is)) found.push({ section, name, was, is });
    }
  }
  return found;
}

function same(section: Section, name: string, was: number | boolean | undefined, is: number | boolean | undefined): boolean {
  if (section === "failures") return Boolean(was) === Boolean(is);
  if (section === "settings" || section === "theory") {
    const usual = (section === "settings" ? SETTINGS : THEORY)[name]?.default;
    return (was ?? usual) === (is ?? usual);
  }
  return was === is;
}

export function sameDates(from: Scenario, to: Scenario): boolean {
  const dated = (one: Scenario) => JSON.stringify([one.plan, one.reactions, one.shocks, one.awards, one.arrivals]);
  return dated(from) === dated(to);
}

export function isChanged(from: Scenario, to: Scenario): boolean {
  return differences(from, to).length > 0 || !sameDates(from, to);
}

/** A value in words that a person reads: choices by name, shares in per cent, the rest with its unit. */
export function spoken(parameter: Parameter, value: number): string {
  if (parameter.choices.length > 0) return (parameter.choices[Math.round(value)] ?? String(value)).replaceAll("_", " ");
  if (parameter.unit === "0-1") return plain(value);
  if (parameter.unit === "share") return `${plain(value * 100)} %`;
  return `${plain(value)} ${parameter.unit}`;
}

/** A number as people write it: at most three digits behind what matters, thousands set apart. */
export function plain(value: number): string {
  if (!Number.isFinite(value)) return "none";
  const size = Math.abs(value);
  const digits = size >= 100 || size === 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  return Number(value.toFixed(digits)).toLocaleString("en", { maximumFractionDigits: digits, useGrouping: size >= 10_000 });
}
