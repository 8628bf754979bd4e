import { contradictions } from "./contradictions";
import type { Engine, Run, Scenario } from "./model";
import { days, setting } from "./scenario";
import { store, type Progress } from "./state";

/** Runs after which a picture is shown: soon a rough one, then finer ones while nobody touches anything. */
export const STAGES = [30, 100, 200] as const;
const PATIENCE = 12;
const UNTOUCHED = 0.5;

export const seedsFrom = (first: number, end: number) => Array.from({ length: end - first }, (_, place) => first + place);

/** Seconds that one run takes for each seat and day, as measured on this machine; begins with a guess. */
let pace = 8e-8;

export function secondsFor(scenario: Scenario, runs: number): number {
  return pace * runs * setting(scenario, "seats") * days(scenario);
}

/** All runs of these seeds in their order, or null where they were called off. */
export async function runAll(
  engine: Engine,
  scenario: Scenario,
  seeds: number[],
  signal: AbortSignal,
  onDone: (done: number) => void = () => {},
): Promise<Run[] | null> {
  const found = new Map<number, Run>();
  const begun = performance.now();
  await engine.runs(
    scenario,
    seeds,
    (runs) => {
      for (const run of runs) found.set(run.seed, run);
      if (!signal.aborted) onDone(found.size);
    },
    signal,
  );
  if (signal.aborted || found.size < seeds.length) return null;
  const took = (performance.now() - begun) / 1000;
  if (seeds.length >= 10) pace = took / (seeds.length * setting(scenario, "seats") * days(scenario));
  return seeds.map((seed) => found.get(seed)!);
}

/**
 * Keeps the runs in the store in step with its scenario. While somebody drags, first pictures follow one another, each of the
 * latest values; what refines a picture is called off at the next touch, and so is a first picture that takes long.
 */
export class Follower {
  private controller = new AbortController();
  private begun = 0;
  private refining = false;
  private busy = false;
  private wanted: Scenario | null = null;

  constructor(private readonly engine: Engine) {}

  start(): void {
    let last: Scenario | null = null;
    const look = () => {
      const { scenario } = store.get();
      if (scenario === last) return;
      last = scenario;
      this.follow(scenario);
    };
    store.watch(look);
    look();
  }

  stop(): void {
    this.wanted = null;
    this.controller.abort();
    store.set(({ progress }) => ({ progress: { ...progress, state: "stopped" } }));
  }

  /** Run what waits for a yes because it takes long. */
  go(): void {
    this.begin(store.get().scenario);
  }

  private follow(scenario: Scenario): void {
    const long = performance.now() - this.begun > 1000 * UNTOUCHED;
    if (this.refining || long) this.controller.abort();
    const [fault] = contradictions(scenario);
    const seconds = secondsFor(scenario, STAGES[0]);
    if (fault !== undefined) this.wait({ seconds: null, state: "refused", fault });
    else if (seconds > PATIENCE) this.wait({ seconds, state: "asking" });
    else this.begin(scenario);
  }

  private wait(why: Pick<Progress, "seconds" | "state" | "fault">): void {
    this.wanted = null;
    this.controller.abort();
    store.set({ progress: { done: 0, wanted: STAGES[0], ...why } });
  }

  private begin(scenario: Scenario): void {
    this.wanted = scenario;
    if (!this.busy) void this.work();
  }

  private async work(): Promise<void> {
    this.busy = true;
    try {
      while (this.wanted !== null) {
        const scenario = this.wanted;
        this.wanted = null;
        this.controller = new AbortController();
        await this.draw(scenario, this.controller.signal);
      }
    } finally {
      this.busy = false;
    }
  }

  private async draw(scenario: Scenario, signal: AbortSignal): Promise<void> {
    let runs: Run[] = [];
    this.begun = performance.now();
    for (const wanted of STAGES) {
      this.refining = runs.length > 0;
      const seconds = secondsFor(scenario, wanted - runs.length);
      if (this.refining && seconds > 5 * PATIENCE) break;
      const report = (done: number) => store.set({ progress: { done: runs.length + done, wanted, seconds, state: "running" } });
      report(0);
      const more = await runAll(this.engine, scenario, seedsFrom(runs.length, wanted), signal, report);
      if (more === null || this.wanted !== null && this.refining) return;
      runs = [...runs, ...more];
      store.set({ runs, shown: scenario });
      if (this.wanted !== null) return;
    }
    this.refining = false;
    store.set({ progress: { done: runs.length, wanted: runs.length, seconds: null, state: "done" } });
  }
}
