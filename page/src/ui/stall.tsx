import type { VNode } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { before, causesBetween, causeWords, isAiling, repaired, type Cause } from "./causes";
import { RepairsFigure, type Repair } from "./chart/repairs";
import { title } from "./titles";
import { BUNDLED, type Engine, type Run, type Scenario } from "./model";
import { runAll, secondsFor, seedsFrom } from "./simulate";
import { bundled, store } from "./state";
import { usePart } from "./store";

const STAGES = [30, 100];
const PATIENCE = 30;
const ITSELF = "before";
const USUAL = "well_run_cop";
const OUTCOMES = { flourishing: "chance of flourishing", weekly_contributors: "contributors a week at the end" } as const;
type Judged = keyof typeof OUTCOMES;

/** Each thing that differs from a reference repaired alone, and all together, in the same worlds. */
export function Stall({ engine }: { engine: Engine }): VNode {
  const scenario = usePart(store, (state) => state.scenario);
  const [wanted, setWanted] = useState<string | null>(null);
  const [judged, setJudged] = useState<Judged>("flourishing");
  const ailing = isAiling(scenario);
  const named = wanted === null || (wanted === ITSELF && !ailing) ? (ailing ? ITSELF : USUAL) : wanted;
  const reference = useMemo(() => (named === ITSELF ? before(scenario) : bundled(named)), [named, scenario]);
  const causes = useMemo(() => causesBetween(scenario, reference), [scenario, reference]);
  const seconds = useMemo(() => secondsFor(engine, scenario, (causes.length + 2) * STAGES[0]!), [engine, scenario, causes]);
  const [agreed, setAgreed] = useState<Scenario | null>(null);
  const waits = seconds > PATIENCE && agreed !== scenario;
  const { repairs, done } = useRepairs(engine, scenario, reference, causes, waits);
  return (
    <div class="stall">
      <p class="hint">What differs from a reference is put right, one group of levers at a time and all together, in the same worlds. What helps most is what to mend first.</p>
      <div class="typed">
        <label>Held against <select value={named} onChange={(event) => setWanted(event.currentTarget.value)}>
          {ailing && <option value={ITSELF}>itself, without its failures and dated changes</option>}
          {BUNDLED.map(({ id }) => <option value={id}>{title(id)}</option>)}
        </select></label>
        <label>Judged by <select value={judged} onChange={(event) => setJudged(event.currentTarget.value as Judged)}>
          {Object.entries(OUTCOMES).map(([name, label]) => <option value={name}>{label}</option>)}
        </select></label>
      </div>
      {causes.length === 0
        ? <p class="empty">This community has the levers of its reference on every day, so nothing can be repaired. Choose another reference, or another community.</p>
        : repairs === null
          ? (
            <div class="empty">
              <p>{`${causes.length} things differ: ${causes.length + 2} variants, ${STAGES[0]} worlds each${waits || seconds > 5 ? `, about ${Math.ceil(seconds)} seconds` : ""}.`}</p>
              {waits ? <button type="button" class="main" onClick={() => setAgreed(scenario)}>Run them</button> : <progress max={(causes.length + 2) * STAGES[0]!} value={done} aria-label="Runs done" />}
            </div>
          )
          : <RepairsFigure repairs={repairs} judged={judged} label={OUTCOMES[judged]} reference={named === ITSELF ? "itself before" : title(named)} refining={repairs[0]!.runs.length < STAGES.at(-1)!} />}
    </div>
  );
}

/** Runs of the community as it is, of each repair alone and of all together; more as time passes. */
function useRepairs(engine: Engine, scenario: Scenario, reference: Scenario, causes: Cause[], waits: boolean): { repairs: Repair[] | null; done: number } {
  const [repairs, setRepairs] = useState<Repair[] | null>(null);
  const [done, setDone] = useState(0);
  useEffect(() => {
    setRepairs(null);
    setDone(0);
    if (causes.length === 0 || waits) return;
    const controller = new AbortController();
    void refine(engine, variantsOf(scenario, reference, causes), controller.signal, setDone, setRepairs);
    return () => controller.abort();
  }, [engine, scenario, reference, causes, waits]);
  return { repairs, done };
}

interface Variant {
  label: string;
  words: string;
  scenario: Scenario;
}

function variantsOf(scenario: Scenario, reference: Scenario, causes: Cause[]): Variant[] {
  return [
    { label: "As it is", words: "", scenario },
    ...causes.map((cause) => ({ label: cause.name, words: causeWords(scenario, reference, cause), scenario: repaired(scenario, reference, [cause]) })),
    { label: "All together", words: "", scenario: repaired(scenario, reference, causes) },
  ];
}

async function refine(engine: Engine, variants: Variant[], signal: AbortSignal, onDone: (done: number) => void, onRepairs: (repairs: Repair[]) => void): Promise<void> {
  let known: Run[][] = variants.map(() => []);
  for (const stage of STAGES) {
    const counts = variants.map(() => 0);
    const more = await Promise.all(
      variants.map(({ scenario }, place) => {
        const count = (done: number) => {
          counts[place] = done;
          if (stage === STAGES[0]) onDone(counts.reduce((sum, one) => sum + one, 0));
        };
        return runAll(engine, scenario, seedsFrom(known[0]!.length, stage), signal, count).catch(() => null);
      }),
    );
    if (signal.aborted || more.some((runs) => runs === null)) return;
    known = known.map((runs, place) => [...runs, ...more[place]!]);
    onRepairs(variants.map(({ label, words }, place) => ({ label, words, runs: known[place]! })));
  }
}
