import { title } from "./titles";
import { GROUP_LABELS, LEVERS, SETTINGS, THEORY, type Scenario } from "./model";
import { changeLabel, dialWord, failureLabel } from "./plan";
import { differences, sameDates, spoken, type Difference } from "./scenario";
import { say, store } from "./state";

/** What a variant is called: by the one thing that it changes, or by how many. */
export function variantLabel(base: Scenario, scenario: Scenario): string {
  const found = changesBetween(base, scenario);
  if (found.length === 0) return `${title(base.name)} as it is`;
  return found.length === 1 ? found[0]! : `${found[0]} and ${found.length - 1} more`;
}

/** What was changed, in words, one thing each. */
function changesBetween(base: Scenario, scenario: Scenario): string[] {
  const found = differences(base, scenario).map(differenceLabel);
  const fresh = scenario.plan.filter((change) => !base.plan.some((old) => JSON.stringify(old) === JSON.stringify(change)));
  if (!sameDates(base, scenario)) found.push(fresh.length === 1 ? `${changeLabel(fresh[0]!)} for a time` : "another plan");
  return found;
}

/** The community as it is saved: what was changed on the page is said where its numbers come from. */
export function signed(base: Scenario, scenario: Scenario): Scenario {
  const changes = changesBetween(base, scenario);
  if (changes.length === 0) return scenario;
  return { ...scenario, source: `${scenario.source} Changed: ${changes.join("; ")}.`.slice(0, LONGEST_SOURCE) };
}

const LONGEST_SOURCE = 10_000;

function differenceLabel({ section, name, is }: Difference): string {
  if (section === "failures") return is === true ? failureLabel(name) : `Without ${failureLabel(name).toLowerCase()}`;
  if (section === "dials") return `${GROUP_LABELS[name]} ${dialWord(typeof is === "number" ? is : 0.5)}`;
  const parameter = { levers: LEVERS, settings: SETTINGS, theory: THEORY }[section][name]!;
  return `${parameter.label}: ${spoken(parameter, typeof is === "number" ? is : parameter.default)}`;
}

/** Set this variant aside, to see what the next change does to the same worlds. */
export function keep(): void {
  const { base, shown, runs } = store.get();
  const label = variantLabel(base, shown);
  store.set({ kept: { label, scenario: shown, runs } });
  say(`Kept “${label}”. Now change something: dashed lines show what was kept, and Compare shows what the change does to the same worlds.`);
}
