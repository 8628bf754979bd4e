import { leverValues } from "../engine/inputs.ts";
import { FAILURES, GROUP_LABELS, LEVERS, type Change, type Scenario } from "./model";
import { failureLabel } from "./plan";
import { days, plain, spoken } from "./scenario";

/**
 * What may ail a community, as `community diagnose` has it: groups of levers in which it differs from a reference on some day,
 * and failures that are switched on. Size, calendar, people, theory, reactions, shocks and awards stay the community's own.
 */
export interface Cause {
  name: string;
  levers: string[];
  failure: string | null;
}

/** A community with what befalls it: dated changes or failures. */
export function isAiling(scenario: Scenario): boolean {
  return scenario.plan.length > 0 || Object.values(scenario.failures).some(Boolean);
}

/** The same community without its dated changes and failures. */
export function before(scenario: Scenario): Scenario {
  return { ...scenario, plan: [], failures: {} };
}

const switchedOn = (community: Scenario, reference: Scenario) => Object.keys(FAILURES).filter((name) => community.failures[name] && !reference.failures[name]);

/** The community's levers on a day, without the failures that can be repaired. */
function ownLevers(community: Scenario, reference: Scenario, day: number): Record<string, number> {
  const shared = Object.entries(community.failures).filter(([name]) => reference.failures[name]);
  return leverValues({ ...community, failures: Object.fromEntries(shared) }, day);
}

/** Whether something that fails from the beginning still does on a day, as the dated changes that hold have it. */
function fails(community: Scenario, failure: string, day: number): boolean {
  const holding = community.plan.filter(({ from_day, until_day, failures }) => failures?.[failure] !== undefined && from_day <= day && (until_day === null || day < until_day));
  return holding.at(-1)?.failures?.[failure] ?? true;
}

/** Days of the run on which any levers change, the first day among them. */
function edges(...communities: Scenario[]): number[] {
  const found = new Set([0]);
  for (const { plan } of communities) {
    for (const { from_day, until_day, ramp_days } of plan) {
      for (let day = from_day; day < from_day + Math.max(1, ramp_days); day += 7) found.add(day);
      if (until_day !== null) found.add(until_day);
    }
  }
  const last = days(communities[0]!);
  return [...found].filter((day) => day < last).sort((one, other) => one - other);
}

export function causesBetween(community: Scenario, reference: Scenario): Cause[] {
  const pairs = edges(community, reference).map((day) => [ownLevers(community, reference, day), leverValues(reference, day)] as const);
  const differing = Object.keys(LEVERS).filter((lever) => pairs.some(([own, other]) => own[lever] !== other[lever]));
  const groups = Object.entries(GROUP_LABELS).map(([group, name]) => ({ name, levers: differing.filter((lever) => LEVERS[lever]!.group === group), failure: null }));
  const failures = switchedOn(community, reference).map((failure) => ({ name: `Failure: ${failureLabel(failure)}`, levers: [], failure }));
  return [...groups.filter(({ levers }) => levers.length > 0), ...failures];
}

/** The community with these causes repaired on all days. */
export function repaired(community: Scenario, reference: Scenario, causes: readonly Cause[]): Scenario {
  const mended = causes.flatMap(({ levers }) => levers);
  const off = new Set(causes.map(({ failure }) => failure));
  const leversOn = (day: number) => {
    const values = ownLevers(community, reference, day);
    const better = leverValues(reference, day);
    for (const lever of mended) values[lever] = better[lever]!;
    for (const failure of switchedOn(community, reference)) if (!off.has(failure) && fails(community, failure, day)) Object.assign(values, FAILURES[failure]);
    return values;
  };
  const starts = edges(community, reference);
  const first = leversOn(0);
  const plan = starts.slice(1).flatMap((day, place): Change[] => {
    const other = Object.entries(leversOn(day)).filter(([lever, value]) => value !== first[lever]);
    if (other.length === 0) return [];
    return [{ from_day: day, until_day: starts[place + 2] ?? null, dials: {}, levers: Object.fromEntries(other), at_least: {}, at_most: {}, ramp_days: 0 }];
  });
  return { ...community, dials: {}, levers: first, plan, failures: {} };
}

const MOST_WORDS = 2;
const short = (lever: string, value: number) => (LEVERS[lever]!.choices.length > 0 || LEVERS[lever]!.unit === "share" ? spoken(LEVERS[lever]!, value) : plain(value));

/** How the community differs in a cause on its last day: the reference in brackets. */
export function causeWords(community: Scenario, reference: Scenario, cause: Cause): string {
  const last = days(community) - 1;
  const better = leverValues(reference, last);
  const own = cause.failure === null ? ownLevers(community, reference, last) : { ...better, ...FAILURES[cause.failure] };
  const levers = cause.failure === null ? cause.levers : Object.keys(FAILURES[cause.failure]!);
  const far = (lever: string) => Math.abs(own[lever]! - better[lever]!) / (LEVERS[lever]!.high - LEVERS[lever]!.low);
  const differing = levers.filter((lever) => own[lever] !== better[lever]).sort((one, other) => far(other) - far(one));
  if (differing.length === 0) return "differs on some days only";
  const told = differing.slice(0, MOST_WORDS).map((lever) => `${LEVERS[lever]!.label.toLowerCase()} ${short(lever, own[lever]!)} (${short(lever, better[lever]!)})`);
  return told.join(", ") + (differing.length > MOST_WORDS ? ` and ${differing.length - MOST_WORDS} more` : "");
}
