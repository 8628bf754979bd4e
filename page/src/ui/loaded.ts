import { title } from "./titles";
import type { Scenario } from "./model";
import { choose, say, store } from "./state";

/**
 * What `community page FILE` writes into the page, as JSON in the element #loaded: null, or
 * {"scenario": a community, "against": the second side of a comparison, or null}, each as in tables.json and checked by the command.
 */
export function followLoaded(): void {
  const text = document.getElementById("loaded")?.textContent ?? "null";
  try {
    const data = JSON.parse(text) as { scenario: Scenario; against: Scenario | null } | null;
    if (data === null) return;
    const { scenario, against } = data;
    if (against === null) return choose(scenario);
    choose(against.name === scenario.name ? scenario : against, against);
    store.set({ kept: { label: `${title(scenario.name)} as it is`, scenario, runs: [] }, tab: "compare" });
  } catch (fault) {
    say(`What this page was written for cannot be loaded: ${fault instanceof Error ? fault.message : String(fault)}`);
  }
}
