import { title } from "./header";
import { isChanged } from "./scenario";
import { say, store } from "./state";

/** Set this variant aside, to see what the next change does to the same worlds. */
export function keep(): void {
  const { base, shown, runs } = store.get();
  const label = `${title(base.name)} ${isChanged(base, shown) ? "as changed" : "as it is"}`;
  store.set({ kept: { label, scenario: shown, runs } });
  say(`Kept “${label}”. Change something: dashed lines show what was kept, and Compare shows the difference in the same worlds.`);
}
