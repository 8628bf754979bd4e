import type { VNode } from "preact";
import { DifferencesFigure, rowOf } from "./chart/differences";
import { flowsOf, FlowsFigure } from "./chart/flows";
import { keep, variantLabel } from "./keep";
import type { Engine } from "./model";
import { isChanged } from "./scenario";
import { store } from "./state";
import { usePart } from "./store";
import { Twins } from "./twins";

/** Two variants on the same dice: what differs, which worlds flip, and one member in both. */
export function Compare({ engine }: { engine: Engine }): VNode {
  const kept = usePart(store, (state) => state.kept);
  const runs = usePart(store, (state) => state.runs);
  const shown = usePart(store, (state) => state.shown);
  const base = usePart(store, (state) => state.base);
  if (kept === null) return <Invitation ready={runs.length > 0} />;
  const now = variantLabel(base, shown);
  if (!isChanged(kept.scenario, shown) && kept.scenario.name === shown.name) {
    return <p class="empty">“{kept.label}” is kept. Now change something, a lever, a failure or the timeline: the same worlds are run with it, and what it does to them stands here.</p>;
  }
  const count = Math.min(kept.runs.length, runs.length);
  if (count < 2) return <p class="empty">Running both variants in the same worlds…</p>;
  const [before, after] = [kept.runs.slice(0, count), runs.slice(0, count)];
  const labels: [string, string] = [kept.label, now === kept.label ? "now" : now];
  return (
    <div class="compare">
      <FlowsFigure title={finding(before, after)} note={noteOf(before, after)} before={before} after={after} labels={labels} />
      <DifferencesFigure before={before} after={after} labels={labels} />
      <Twins engine={engine} before={kept.scenario} after={shown} labels={labels} />
    </div>
  );
}

function Invitation({ ready }: { ready: boolean }): VNode {
  return (
    <div class="empty">
      <p>What would a change do to the very same people, days and luck? Keep the community as it stands now, then change something.</p>
      <button type="button" class="main" disabled={!ready} onClick={keep}>Keep this one</button>
    </div>
  );
}

type Runs = Parameters<typeof flowsOf>[0];

function finding(before: Runs, after: Runs): string {
  const flows = flowsOf(before, after);
  const count = (better: boolean) => flows.filter(({ from, to }) => (better ? to > from : to < from)).reduce((sum, flow) => sum + flow.count, 0);
  const [up, down] = [count(true), count(false)];
  if (up + down === 0) return `All ${after.length} worlds come to the same fate`;
  const part = (number: number, fate: string) => `${number} ${number === 1 ? "comes" : "come"} to a ${fate} fate`;
  return `Of the same ${after.length} worlds, ${part(up, "better")}, ${part(down, "worse")}`;
}

function noteOf(before: Runs, after: Runs): string {
  const { difference, low, high } = rowOf("flourishing", before, after);
  const points = (share: number) => `${share < 0 ? "−" : ""}${Math.abs(Math.round(100 * share))}`;
  return `Flourishing: ${points(difference)} points (95 % interval ${points(low)} to ${points(high)}, which covers other seeds). Each world has the same people, days and luck on both sides.`;
}
