/** The model, live: many runs of a community on workers, or one community to watch day by day. */
import { inputsOf, type Inputs, setting } from "./inputs.ts";
import { Kernel, planOf } from "./kernel.ts";
import { Live } from "./live.ts";
import { kernelModule } from "./module.ts";
import type { Scenario } from "./scenario.ts";
import { tables } from "./tables.ts";
import type { Report } from "./worker.ts";
import KernelWorker from "./worker.ts?worker&inline";

export { Live } from "./live.ts";
export type { Award, Change, Reaction, Scenario, Shock } from "./scenario.ts";
export { tables } from "./tables.ts";

export interface Run {
  seed: number;
  /** In the order of `tables.outcomes`. */
  outcomes: Float64Array;
  /** A series a column: logons, contributors, posts, ... for each day. */
  daily: Record<string, Int32Array>;
  /** contributors, visitors, mean_motivation, ... for each whole week. */
  weekly: Record<string, Float64Array>;
}

type OnRuns = (runs: Run[], done: number, total: number) => void;

interface Job {
  id: number;
  inputs: Inputs;
  size: number;
  seeds: number[];
  next: number;
  done: number;
  fresh: Run[];
  onRuns: OnRuns;
  end(error?: Error): void;
}

interface Hand {
  worker: Worker;
  /** Job whose inputs the worker holds. */
  holds: number;
  /** Runs that it has been given, oldest first. */
  given: { job: Job; seed: number }[];
}

const AHEAD = 2; // runs given to a worker at once, so that it never waits for the page
const LONG = 0.05; // seconds: a run as long as this is given alone, as none is broken off half-way
const TOLD_EVERY = 30; // milliseconds between two reports to the page
const FIRST_GUESS = 1e-7; // seconds a seat and day, before any run was timed

export class Engine {
  private readonly module: WebAssembly.Module;
  private readonly hands: Hand[];
  private jobs: Job[] = [];
  private jobsMade = 0;
  private turn = 0;
  private told = 0;
  private pace = FIRST_GUESS;

  private constructor(module: WebAssembly.Module, workers: number) {
    this.module = module;
    this.hands = Array.from({ length: workers }, () => this.hire());
  }

  /** An engine with so many workers, one for each core unless said; an Error says in one line why there is none. */
  static async start(workers = Math.max(1, Math.min(8, navigator.hardwareConcurrency || 2))): Promise<Engine> {
    return new Engine(await kernelModule(), workers);
  }

  private hire(): Hand {
    const hand: Hand = { worker: new KernelWorker(), holds: -1, given: [] };
    hand.worker.postMessage({ kind: "start", module: this.module, plan: planOf(tables) });
    hand.worker.onmessage = ({ data }: MessageEvent<Report>) => this.take(hand, data);
    hand.worker.onerror = (event) => {
      this.hands.splice(this.hands.indexOf(hand), 1);
      const orphans = this.hands.length > 0 ? hand.given.map(({ job }) => job) : [...this.jobs];
      for (const job of orphans) this.finish(job, new Error(`a worker of the page failed: ${event.message ?? "it did not start"}`));
    };
    return hand;
  }

  /**
   * Runs of a community on these seeds. `onRuns` hears of new runs, in any order, about thirty times a second. Ends when all are
   * done, or at once where `signal` says so (no more runs are told then); rejects with one line where the community cannot run.
   */
  async runs(scenario: Scenario, seeds: number[], onRuns: OnRuns, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted || seeds.length === 0) return;
    if (this.hands.length === 0) throw new Error("no worker of the page is left; load it again");
    const inputs = inputsOf(scenario);
    const size = setting(scenario, "seats") * setting(scenario, "days");
    return new Promise((resolve, reject) => {
      const end = (error?: Error) => {
        signal?.removeEventListener("abort", stop);
        if (error) reject(error);
        else resolve();
      };
      const job: Job = { id: this.jobsMade++, inputs, size, seeds, next: 0, done: 0, fresh: [], onRuns, end };
      const stop = () => this.finish(job);
      signal?.addEventListener("abort", stop);
      this.jobs.push(job);
      this.giveWork();
    });
  }

  /** Seconds that so many runs of a community will take here, by the pace of earlier ones. */
  seconds(scenario: Scenario, runs: number): number {
    return (this.pace * runs * setting(scenario, "seats") * setting(scenario, "days")) / this.hands.length;
  }

  /** A community on the morning of its first day. */
  async live(scenario: Scenario, seed: number): Promise<Live> {
    return new Live(await Kernel.from(this.module, planOf(tables)), scenario, seed);
  }

  stop(): void {
    for (const hand of this.hands) hand.worker.terminate();
    for (const job of [...this.jobs]) this.finish(job);
  }

  private giveWork(): void {
    for (let ahead = 1; ahead <= AHEAD; ahead++) {
      for (const hand of this.hands) {
        const job = hand.given.length < ahead ? this.nextJob(ahead) : undefined;
        if (job) this.give(hand, job);
      }
    }
  }

  /** Jobs take turns, so that variants side by side grow together. */
  private nextJob(ahead: number): Job | undefined {
    const open = this.jobs.filter((job) => job.next < job.seeds.length && (ahead === 1 || job.size * this.pace < LONG));
    return open[this.turn++ % open.length];
  }

  private give(hand: Hand, job: Job): void {
    const seed = job.seeds[job.next++]!;
    const inputs = hand.holds === job.id ? undefined : job.inputs;
    hand.holds = job.id;
    hand.given.push({ job, seed });
    hand.worker.postMessage({ kind: "run", id: job.id, inputs, seed });
  }

  private take(hand: Hand, report: Report): void {
    const { job, seed } = hand.given.shift()!;
    if (report.error) {
      hand.holds = -1;
      this.finish(job, new Error(report.error));
    } else if (this.jobs.includes(job)) {
      this.pace = 0.7 * this.pace + 0.3 * (report.seconds! / job.size);
      job.done++;
      job.fresh.push({ seed, outcomes: report.outcomes!, daily: report.daily!, weekly: report.weekly! });
      if (job.done === job.seeds.length) this.finish(job);
    }
    this.giveWork();
    this.tell();
  }

  private tell(): void {
    if (performance.now() < this.told + TOLD_EVERY) return;
    this.told = performance.now();
    for (const job of [...this.jobs]) this.tellOf(job);
  }

  private tellOf(job: Job): void {
    if (job.fresh.length === 0) return;
    const runs = job.fresh;
    job.fresh = [];
    job.onRuns(runs, job.done, job.seeds.length);
  }

  private finish(job: Job, error?: Error): void {
    const at = this.jobs.indexOf(job);
    if (at < 0) return;
    this.jobs.splice(at, 1);
    if (job.done === job.seeds.length) this.tellOf(job);
    job.end(error);
  }
}
