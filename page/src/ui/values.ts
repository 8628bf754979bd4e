import { DIALS, FAILURES, LEVERS, SETTINGS, THEORY, type Parameter } from "./model";

/** What is wrong with what was read, in one line for people. */
export class Refused extends Error {}

export const TABLES: Record<string, Record<string, unknown>> = { settings: SETTINGS, dials: DIALS, levers: LEVERS, theory: THEORY, failures: FAILURES };
const POSITIONS: Record<string, number> = { low: 0, middle: 0.5, high: 1 };
const SWITCH: Record<string, number> = { no: 0, yes: 1, false: 0, true: 1, off: 0, on: 1 };

export type Plain = Record<string, unknown>;

/** A value as an error line shows it: short, whatever it is. */
export function shown(value: unknown): string {
  const said = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  return said.length > 40 ? `${said.slice(0, 40)}…` : said;
}

export function unknown(name: string, kind: string, names: readonly string[], place = ""): Refused {
  const close = nearest(name, names);
  return new Refused(`${place}${shown(name)} is not ${kind}${close === undefined ? `; it may be one of ${names.length}` : `; did you mean ${place}${close}?`}`);
}

/** The name that was most likely meant: fewest letters to change, where these are few. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const asked = name.slice(0, 60).toLowerCase().replaceAll(/[- ]/g, "_");
  const far = names.map((other) => ({ other, letters: edits(asked, other) })).sort((one, two) => one.letters - two.letters)[0];
  return far !== undefined && far.letters <= Math.max(2, asked.length / 3) ? far.other : names.find((other) => asked.length > 3 && other.includes(asked));
}

function edits(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1));
    row = next;
  }
  return row[other.length]!;
}

export function mapping(value: unknown, path: string): Plain {
  if (value === null || value === undefined) return {};
  if (typeof value !== "object" || Array.isArray(value)) throw new Refused(`${path} = ${shown(value)} is not a mapping of names to values; write 'name: value' below it`);
  return value as Plain;
}

/** The numbers of one section, such as levers, written under `key`, which is the section's own name unless said. */
export function section(parts: Plain, key: string, place = "", name = key): Record<string, number> {
  const found: Record<string, number> = {};
  for (const [written, value] of Object.entries(mapping(parts[key], place + key))) {
    if (!Object.hasOwn(TABLES[name]!, written)) throw unknown(written, ONE[name]!, Object.keys(TABLES[name]!), `${place}${key}.`);
    found[written] = valueOf(name, written, value, `${place}${key}.${written}`);
  }
  return found;
}

const ONE: Record<string, string> = { settings: "a setting", dials: "a dial", levers: "a lever", theory: "a constant of the theory", failures: "a failure" };

function valueOf(sectionName: string, name: string, value: unknown, path: string): number {
  const word = typeof value === "string" ? value.toLowerCase() : typeof value === "boolean" ? String(value) : null;
  if (sectionName === "dials") {
    const position = word !== null && Object.hasOwn(POSITIONS, word) ? POSITIONS[word]! : finite(value);
    if (position === null || position < 0 || position > 1) throw new Refused(`${path} = ${shown(value)} is not low, middle, high or a number in 0..1`);
    return position;
  }
  if (sectionName === "failures") {
    const on = word !== null && Object.hasOwn(SWITCH, word) ? SWITCH[word]! : finite(value);
    if (on !== 0 && on !== 1) throw new Refused(`${path} = ${shown(value)} is not yes or no`);
    return on;
  }
  return parameterValue(TABLES[sectionName]![name] as Parameter, value, word, path);
}

function parameterValue(parameter: Parameter, value: unknown, word: string | null, path: string): number {
  const { low, high, choices, whole, meaning } = parameter;
  if (choices.length > 0) {
    if (word !== null && choices[0] === "no" && Object.hasOwn(SWITCH, word)) return SWITCH[word]!;
    const place = word !== null && choices.includes(word) ? choices.indexOf(word) : finite(value);
    if (place === null || !(place in choices)) throw new Refused(`${path} = ${shown(value)} is not one of ${choices.join(", ")} (${meaning})`);
    return place;
  }
  const number = finite(value);
  if (number === null) throw new Refused(`${path} = ${shown(value)} is not a number in ${low}..${high} (${meaning})`);
  if (number < low || number > high) {
    throw new Refused(`${path} = ${shown(value)} is outside ${low}..${high} (${meaning}); did you mean ${Math.min(Math.max(number, low), high)}?`);
  }
  if (whole && !Number.isInteger(number)) throw new Refused(`${path} = ${shown(value)} is not a whole number; did you mean ${Math.round(number)}?`);
  return number;
}

export function finite(value: unknown): number | null {
  const number = typeof value === "number" ? value : typeof value === "string" && value.trim() !== "" ? Number(value) : NaN;
  return Number.isFinite(number) ? number : null;
}

export function dayOf(value: unknown, path: string, low: number): number {
  const number = finite(value);
  if (number === null || !Number.isInteger(number) || number < low) throw new Refused(`${path} = ${shown(value)} is not a day; write a whole number from ${low} on`);
  return number;
}

export function amount(value: unknown, path: string, high: number): number {
  const number = finite(value);
  if (number === null || number <= 0 || number > high) throw new Refused(`${path} = ${shown(value)} is not a number above 0 and at most ${high}`);
  return number;
}

export function whole(value: unknown, path: string, low: number, high: number, meaning: string): number {
  const number = finite(value);
  if (number === null || !Number.isInteger(number)) throw new Refused(`${path} = ${shown(value)} is not a whole number (${meaning})`);
  if (number < low || number > high) throw new Refused(`${path} = ${shown(value)} is outside ${low}..${high} (${meaning})`);
  return number;
}
