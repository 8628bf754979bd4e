/** One community, watched day by day: straight from the kernel's memory. */
import { inputsOf } from "./inputs.ts";
import type { Kernel } from "./kernel.ts";
import type { Scenario } from "./scenario.ts";
import { tables } from "./tables.ts";

export interface Edges {
  from: Int32Array;
  to: Int32Array;
  weight: Float64Array;
}

const OF_SEATS = tables.meanings.seats;
const MOST_EVENTS = 1 << 16; // noted between two calls of advance

export class Live {
  readonly days: number;
  readonly seats: number;
  readonly seed: number;
  private readonly kernel: Kernel;
  private today = 0;
  private kept: Record<string, Float64Array | Int32Array> = {};

  constructor(kernel: Kernel, scenario: Scenario, seed: number) {
    const inputs = inputsOf(scenario);
    kernel.room(inputs, MOST_EVENTS);
    kernel.begin(seed);
    this.kernel = kernel;
    this.seed = seed;
    this.days = inputs.turnover.length - 1;
    this.seats = kernel.count("person");
    const of = (name: string) => (name in OF_SEATS ? (kernel.view(name).slice() as Int32Array) : kernel.field("person", name));
    for (const name of [...kernel.fieldNames("person"), ...Object.keys(OF_SEATS)]) {
      Object.defineProperty(this.persons, name, { enumerable: true, get: () => (this.kept[name] ??= of(name)) });
    }
  }

  /** Days lived. */
  get day(): number {
    return this.today;
  }

  /** Live so many days, or to the end. */
  advance(days: number): void {
    const until = Math.min(this.days, this.today + days);
    this.kept = {};
    this.kernel.set("community", "event_count", 0);
    this.kernel.advance(this.today, until);
    this.today = until;
  }

  /**
   * A column for each trait and state of `tables.meanings`, and status, generation, identity: a number a seat, copied at the first
   * look after a day. A seat whose status is 0 waits for somebody: its numbers mean nothing.
   */
  readonly persons: Record<string, Float64Array | Int32Array> = {};

  /** How well one person knows each topic, 0-1. */
  mastery(seat: number): Float64Array {
    const all = this.kernel.view("mastery") as Float64Array;
    const topics = all.length / this.seats;
    return all.slice(seat * topics, (seat + 1) * topics);
  }

  /** Ties made by answers and meetings, from each person to those that are close, with strength 0-1; only to those still there. */
  ties(): Edges {
    const [partner, born] = ["tie_partner", "tie_generation"].map((name) => this.kernel.view(name) as Int32Array);
    const strength = this.kernel.view("tie_strength") as Float64Array;
    const generation = this.kernel.view("generation") as Int32Array;
    const slots = strength.length / this.seats;
    const held = [...strength.keys()].filter((at) => strength[at]! > 0 && partner![at]! >= 0 && generation[partner![at]!] === born![at]);
    return {
      from: Int32Array.from(held, (at) => Math.floor(at / slots)),
      to: Int32Array.from(held, (at) => partner![at]!),
      weight: Float64Array.from(held, (at) => strength[at]!),
    };
  }

  /** Who works with whom, each pair of seats once: the given graph, the same on all days. */
  colleagues(): Edges {
    const start = this.kernel.view("graph_start") as BigInt64Array;
    const neighbour = this.kernel.view("graph_neighbour") as Int32Array;
    const from: number[] = [];
    const to: number[] = [];
    for (let seat = 0; seat < this.seats; seat++) {
      for (let at = Number(start[seat]); at < Number(start[seat + 1]); at++) {
        if (seat < neighbour[at]!) from.push(seat), to.push(neighbour[at]!);
      }
    }
    return { from: Int32Array.from(from), to: Int32Array.from(to), weight: new Float64Array(from.length).fill(1) };
  }

  /** What happened in the days of the last `advance`: day, seat, generation, kind (of `tables.event_kinds`), target seat (-1 none), item. */
  events(): Record<string, Int32Array> {
    const count = this.kernel.field("community", "event_count")[0]!;
    return this.kernel.fields("events", count) as Record<string, Int32Array>;
  }

  /** Counts of the days lived. */
  get daily(): Record<string, Int32Array> {
    return this.kernel.fields("daily", this.today) as Record<string, Int32Array>;
  }

  /** Numbers of the whole weeks lived. */
  get weekly(): Record<string, Float64Array> {
    return this.kernel.fields("weekly", Math.floor(this.today / 7)) as Record<string, Float64Array>;
  }

  /** Tallies of the community so far, by the names of `tables.meanings.tally`. */
  get tally(): Record<string, number> {
    return Object.fromEntries(Object.entries(this.kernel.fields("community", 1)).map(([name, column]) => [name, column[0]!]));
  }

  /** In the order of `tables.outcomes`; a run is judged on its last evening, and before that all are undefined (NaN). */
  outcomes(): Float64Array {
    if (this.today === this.days) this.kernel.measure();
    const found = this.kernel.numbers("outcome");
    return this.today === this.days ? found : found.fill(NaN);
  }
}
