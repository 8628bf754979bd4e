import { tables } from "../../engine/tables.ts";
import type { Scenario } from "../../engine/scenario.ts";
export interface Run { seed: number; outcomes: Float64Array; daily: Record<string, Int32Array>; weekly: Record<string, Float64Array> }
const noise = (a: number) => { const x = Math.sin(a * 12.9898) * 43758.5453; return x - Math.floor(x); };

function oneRun(scenario: Scenario, seed: number): Run {
  const days = scenario.settings["days"] ?? 730, weeks = Math.floor(days / 7), seats = scenario.settings["seats"] ?? 300;
  const health = ((scenario.dials["cause"] ?? 0.5) + noise(seed)) / 2;
  const daily: Run["daily"] = {}, weekly: Run["weekly"] = {};
  for (const key of Object.keys(tables.meanings.daily)) daily[key] = Int32Array.from({ length: days }, (_, d) => seats * 0.2 * (health + Math.exp(-d / 60) + 0.2 * noise(seed * 1000 + d)) * (d % 7 > 4 ? 0.1 : 1));
  for (const key of ["contributors","visitors","mean_motivation","mean_safety","mean_strain","mean_habit"]) weekly[key] = Float64Array.from({ length: weeks }, (_, w) => key.startsWith("mean_") ? 0.5 * health + 0.2 + 0.05 * noise(seed * 77 + w) : seats * 0.3 * (health + Math.exp(-w / 9)));
  const outcomes = Float64Array.from(Object.keys(tables.outcomes), (name, i) => name === "fate" ? Math.min(4, Math.floor(health * 5)) : name === "flourishing" ? +(health > 0.8) : noise(seed + i) * 50);
  return { seed, outcomes, daily, weekly };
}

export class Live {
  day = 0;
  persons: Record<string, any> = {};
  constructor(readonly scenario: Scenario, readonly seed: number, readonly days: number, readonly seats: number) {
    for (const key of Object.keys({...tables.meanings.states,...tables.meanings.counts,...tables.meanings.traits})) this.persons[key] = new Float64Array(seats);
    this.persons["status"] = new Int32Array(seats);
    this.advance(0);
  }
  async advance(days: number) {
    this.day = Math.min(this.days, this.day + days);
    for (let i = 0; i < this.seats; i++) {
      this.persons["status"][i] = noise(i) * 200 < this.day ? 1 : 0;
      this.persons["motivation"][i] = noise(i + this.day / 100);
      this.persons["role"][i] = Math.floor(4 * noise(i));
      this.persons["last_visit"][i] = noise(i * 9 + this.day) < 0.2 ? this.day - 1 : -5;
    }
  }
  ties() { const n = this.seats * 2; return { from: Int32Array.from({ length: n }, (_, i) => noise(i) * this.seats), to: Int32Array.from({ length: n }, (_, i) => noise(i + 5000) * this.seats), weight: Float64Array.from({ length: n }, (_, i) => noise(i + 99)) }; }
  colleagues() { return { from: new Int32Array(0), to: new Int32Array(0) }; }
  stop() {}
}
export class Engine {
  static async start(): Promise<Engine> { return new Engine(); }
  async runs(scenario: Scenario, seeds: number[], onRuns: (runs: Run[], done: number, total: number) => void, signal?: AbortSignal) {
    for (let i = 0; i < seeds.length; i += 10) {
      await new Promise((r) => setTimeout(r, 20));
      if (signal?.aborted) return;
      onRuns(seeds.slice(i, i + 10).map((s) => oneRun(scenario, s)), Math.min(seeds.length, i + 10), seeds.length);
    }
  }
  async live(scenario: Scenario, seed: number) { return new Live(scenario, seed, scenario.settings["days"] ?? 730, scenario.settings["seats"] ?? 300); }
  stop() {}
}
