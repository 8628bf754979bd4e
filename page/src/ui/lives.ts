import type { Engine, Scenario } from "./model";
import { PRESENT, type Persons } from "./person";
import { days, setting } from "./scenario";

/** Members followed at most, so that a large community does not fill the memory. */
const MOST = 300;

/** One member in one world: what was felt and done, day by day. */
export interface Life {
  motivation: Float32Array;
  came: Uint8Array;
  here: Uint8Array;
}

interface Parting {
  day: number;
  /** What one did and the other did not. */
  by: string;
}

export interface Lives {
  days: number;
  before: Life[];
  after: Life[];
  parting: (Parting | null)[];
}

const DEEDS: [name: string, words: string][] = [
  ["joined", "joined"],
  ["attendances", "attended an event"],
  ["answers", "answered somebody"],
  ["posts", "posted"],
  ["visits", "came"],
  ["status", "stayed"],
];

/** Days lived between two looks at whether anybody still waits. */
const STRETCH = 20;

/** Live the same world twice, with and without the change, and follow its first members through both; null where called off. */
export async function liveTwice(engine: Engine, before: Scenario, after: Scenario, world: number, signal: AbortSignal): Promise<Lives | null> {
  const length = Math.min(days(before), days(after));
  const seats = Math.min(MOST, setting(before, "seats"), setting(after, "seats"));
  const [first, second] = await Promise.all([engine.live(before, world), engine.live(after, world)]);
  const empty = () => Array.from({ length: seats }, () => ({ motivation: new Float32Array(length).fill(NaN), came: new Uint8Array(length), here: new Uint8Array(length) }));
  const lives: Lives = { days: length, before: empty(), after: empty(), parting: Array(seats).fill(null) };
  for (let day = 0; day < length; day++) {
    first.advance(1);
    second.advance(1);
    note(lives.before, first.persons, day);
    note(lives.after, second.persons, day);
    part(lives, first.persons, second.persons, day);
    if (day % STRETCH === 0) await new Promise((done) => setTimeout(done));
    if (signal.aborted) return null;
  }
  return lives;
}

function note(lives: Life[], persons: Persons, day: number): void {
  lives.forEach((life, seat) => {
    const here = persons["status"]![seat] === PRESENT;
    life.here[day] = here ? 1 : 0;
    if (here) life.motivation[day] = persons["motivation"]![seat]!;
    life.came[day] = here && persons["last_visit"]![seat] === day ? 1 : 0;
  });
}

function part(lives: Lives, one: Persons, other: Persons, day: number): void {
  lives.parting.forEach((known, seat) => {
    if (known !== null) return;
    const deed = DEEDS.find(([name]) => one[name]![seat] !== other[name]![seat] && (one["status"]![seat] !== 0 || other["status"]![seat] !== 0));
    if (deed === undefined) return;
    const [name, words] = deed;
    const more = one[name]![seat]! > other[name]![seat]!;
    lives.parting[seat] = { day, by: `${words} in the ${more ? "first" : "second"} world and not in the other` };
  });
}

/** The member whose two lives differ most in days of coming. */
export function mostDifferent(lives: Lives): number {
  let [best, most] = [0, -1];
  lives.parting.forEach((parting, seat) => {
    if (parting === null) return;
    const difference = Math.abs(visits(lives.before[seat]!) - visits(lives.after[seat]!));
    if (difference > most) [best, most] = [seat, difference];
  });
  return best;
}

export const visits = (life: Life) => life.came.reduce((sum, came) => sum + came, 0);
