import { BUNDLED, type Run, type Scenario } from "./model";
import { putBack, withValue, type Section } from "./scenario";
import { Store } from "./store";
import type { Theme } from "./theme";

export const TABS = {
  happens: "What happens",
  compare: "Compare",
  people: "People",
  stall: "Why it stalls",
  map: "Map",
  trust: "How far to trust it",
} as const;
export type Tab = keyof typeof TABS;

/** A variant set aside, with its runs on the same seeds. */
export interface Kept {
  label: string;
  scenario: Scenario;
  runs: Run[];
}

/** A curve drawn before the fan was seen: one value for each of equal stretches of the run. */
export interface Bet {
  who: string;
  series: string;
  values: number[];
}

export interface Progress {
  done: number;
  wanted: number;
  /** Seconds that the next picture takes, where it takes long. */
  seconds: number | null;
  state: "running" | "done" | "asking" | "stopped" | "refused";
  /** What contradicts itself, where nothing is run for that reason. */
  fault?: string;
}

export interface State {
  /** The community as chosen, to which changes can be put back. */
  base: Scenario;
  scenario: Scenario;
  runs: Run[];
  /** The scenario that `runs` are of; another one while the first runs of a change are under way. */
  shown: Scenario;
  progress: Progress;
  kept: Kept | null;
  series: string[];
  tab: Tab;
  bets: Bet[];
  betting: string | null;
  theme: Theme;
  dark: boolean;
  presenting: boolean;
  tour: number | null;
  /** On a narrow screen, whether the levers are shown in place of the results. */
  leversOpen: boolean;
  message: string | null;
  /** World and member that the network opens on. */
  world: number;
  member: number | null;
}

const FIRST = "well_run_cop";

export function bundled(id: string): Scenario {
  return (BUNDLED.find((one) => one.id === id) ?? BUNDLED[0]!).scenario;
}

export const store = new Store<State>({
  base: bundled(FIRST),
  scenario: bundled(FIRST),
  runs: [],
  shown: bundled(FIRST),
  progress: { done: 0, wanted: 30, seconds: null, state: "running" },
  kept: null,
  series: ["contributors", "motivation"],
  tab: "happens",
  bets: [],
  betting: null,
  theme: "system",
  dark: false,
  presenting: false,
  tour: null,
  leversOpen: false,
  message: null,
  world: 0,
  member: null,
});

/** Load another community: what was changed, kept and bet belongs to the one before. */
export function choose(base: Scenario, scenario: Scenario = base): void {
  store.set({ base, scenario, runs: [], kept: null, bets: [], betting: null, message: null, world: 0, member: null });
}

export function setValue(section: Section, name: string, value: number | boolean | undefined): void {
  store.set(({ scenario }) => ({ scenario: withValue(scenario, section, name, value), message: null }));
}

export function undo(section: Section, name: string): void {
  store.set(({ scenario, base }) => ({ scenario: putBack(scenario, base, section, name) }));
}

export function putAllBack(): void {
  store.set(({ base }) => ({ scenario: base }));
}

export function setPlan(plan: Scenario["plan"]): void {
  store.set(({ scenario }) => ({ scenario: { ...scenario, plan } }));
}

export function say(message: string | null): void {
  store.set({ message });
}
