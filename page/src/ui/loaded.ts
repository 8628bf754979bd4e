import type { Scenario } from "./model";
import { choose, say, store } from "./state";

/**
 * What `community page FILE` writes into the page, as JSON in the element #loaded: null, or
 * {"scenario": a community, "against": another one to compare it with, or null}, each as in tables.json and checked by the command.
 */
export function followLoaded(): void {
  const text = document.getElementById("loaded")?.textContent ?? "null";
  try {
    const data = JSON.parse(text) as { scenario: Scenario; against: Scenario | null } | null;
    if (data === null) return;
    const { scenario, against } = data;
    choose(scenario);
    if (against !== null) store.set({ kept: { label: against.name, scenario: against, runs: [] }, tab: "compare" });
  } catch (fault) {
    say(`What this page was written for cannot be loaded: ${fault instanceof Error ? fault.message : String(fault)}`);
  }
}
