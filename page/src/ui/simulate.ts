import { contradictions } from "./contradictions";
import type { Engine, Run, Scenario } from "./model";
import { setting } from "./scenario";
import { store, type Progress } from "./state";

/** Runs after which a picture is shown: soon a rough one, then finer ones while nobody touches anything. */
export const STAGES = [30, 100, 200] as const;
/** Runs after which it is known how long such runs take. */
const PROBE = 4;
/** Seconds that people wait for a first picture without being asked. */
const PATIENCE = 20;
/** Seconds after which a first picture under way is called off by the next touch. */
const UNTOUCHED = 0.5;

export const seedsFrom = (first: number, end: number) => Array.from({ length: end - first }, (_, place) => first + place);

/** Seconds that a run took lately, of communities of the same size. */
const paces = new Map<string, number>();
const sizeOf = (scenario: Scenario) => `${setting(scenario, "seats")} ${setting(scenario, "days")}`;

/** Seconds that so many runs will take: by how long the last ones of this size took, or else by the engine's guess. */
export function secondsFor(engine: Engine, scenario: Scenario, runs: number): number {
  const pace = paces.get(sizeOf(scenario));
  return pace === undefined ? engine.seconds(scenario, runs) : pace * runs;
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
  if (seeds.length >= PROBE) paces.set(sizeOf(scenario), (performance.now() - begun) / 1000 / seeds.length);
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
  /** Whether somebody has said yes to a long wait. */
  private patient = false;

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
    this.begin(store.get().scenario, true);
  }

  private follow(scenario: Scenario): void {
    const long = performance.now() - this.begun > 1000 * UNTOUCHED;
    if (this.refining || long) this.controller.abort();
    const [fault] = contradictions(scenario);
    const seconds = secondsFor(this.engine, scenario, STAGES[0]);
    const known = paces.has(sizeOf(scenario));
    if (fault !== undefined) this.wait({ seconds: null, state: "refused", fault });
    else if (seconds > PATIENCE * (known ? 1 : STAGES[0] / PROBE)) this.wait({ seconds, state: "asking" });
    else this.begin(scenario, false);
  }

  private wait(why: Pick<Progress, "seconds" | "state" | "fault">): void {
    this.wanted = null;
    this.controller.abort();
    store.set({ progress: { done: 0, wanted: STAGES[0], ...why } });
  }

  private begin(scenario: Scenario, patient: boolean): void {
    this.wanted = scenario;
    this.patient = patient;
    if (!this.busy) void this.work();
  }

  private async work(): Promise<void> {
    this.busy = true;
    try {
      while (this.wanted !== null) {
        const scenario = this.wanted;
        this.wanted = null;
        this.controller = new AbortController();
        await this.draw(scenario, this.controller.signal).catch((fault: unknown) => {
          this.wait({ seconds: null, state: "refused", fault: fault instanceof Error ? fault.message : String(fault) });
        });
      }
    } finally {
      this.busy = false;
    }
  }

  /** Give what is kept the same seeds, so that each world can be compared with itself. */
  private async keepUp(wanted: number, signal: AbortSignal): Promise<void> {
    const { kept } = store.get();
    if (kept === null || kept.runs.length >= wanted) return;
    const more = await runAll(this.engine, kept.scenario, seedsFrom(kept.runs.length, wanted), signal);
    if (more !== null && store.get().kept === kept) store.set({ kept: { ...kept, runs: [...kept.runs, ...more] } });
  }

  private async draw(scenario: Scenario, signal: AbortSignal): Promise<void> {
    let runs: Run[] = [];
    this.begun = performance.now();
    const probe = paces.has(sizeOf(scenario)) ? [] : [PROBE];
    for (const wanted of [...probe, ...STAGES]) {
      this.refining = runs.length >= STAGES[0];
      const seconds = secondsFor(this.engine, scenario, wanted - runs.length);
      if (this.refining && seconds > 3 * PATIENCE) break;
      if (!this.refining && !this.patient && runs.length > 0 && seconds > PATIENCE) return this.wait({ seconds, state: "asking" });
      const report = (done: number) => store.set({ progress: { done: runs.length + done, wanted: Math.max(wanted, STAGES[0]), seconds, state: "running" } });
      report(0);
      const more = await runAll(this.engine, scenario, seedsFrom(runs.length, wanted), signal, report);
      if (more === null || (this.wanted !== null && this.refining)) return;
      runs = [...runs, ...more];
      if (wanted !== PROBE) store.set({ runs, shown: scenario });
      if (this.wanted === null && wanted !== PROBE) await this.keepUp(runs.length, signal);
      if (this.wanted !== null) return;
    }
    this.refining = false;
    store.set({ progress: { done: runs.length, wanted: runs.length, seconds: null, state: "done" } });
  }
}
