import type { VNode } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { MapFigure, type Axis, type Shares } from "./chart/map";
import { DIALS, GROUP_LABELS, LEVERS, placeOf, type Engine, type Scenario } from "./model";
import { dialWord } from "./plan";
import { setLevers, spoken, withValue, type Section } from "./scenario";
import { runAll, secondsFor, seedsFrom } from "./simulate";
import { setValue, store } from "./state";
import { usePart } from "./store";

const STEPS = [0, 0.25, 0.5, 0.75, 1];
const STAGES = [10, 30];
/** Seconds for all fields that people wait without being asked. */
const PATIENCE = 30;

/** How the chance of flourishing depends on two things at once. */
export function PhaseMap({ engine }: { engine: Engine }): VNode {
  const scenario = usePart(store, (state) => state.scenario);
  const [across, setAcross] = useState("dials.contribution");
  const [down, setDown] = useState("levers.leadership_support");
  const [agreed, setAgreed] = useState<Scenario | null>(null);
  const axes = useMemo(() => [axisOf(across, scenario), axisOf(down, scenario)] as const, [across, down, scenario]);
  const seconds = useMemo(() => secondsFor(engine, scenario, STEPS.length ** 2 * STAGES[0]!), [engine, scenario]);
  const waits = seconds > PATIENCE && agreed !== scenario;
  const { shares, worlds } = useShares(engine, scenario, across, down, waits);
  const choose = (x: number, y: number) => {
    setPath(across, x);
    setPath(down, y);
  };
  return (
    <div class="map">
      <p class="hint">Two things vary together, everything else stays. Where neighbouring fields differ much, small changes decide.</p>
      <div class="typed">
        <label>Across <Things value={across} not={down} onValue={setAcross} /></label>
        <label>Upwards <Things value={down} not={across} onValue={setDown} /></label>
        {waits && <button type="button" class="main" onClick={() => setAgreed(scenario)}>{`Run it (about ${Math.ceil(seconds)} seconds)`}</button>}
      </div>
      <MapFigure across={axes[0]} down={axes[1]} shares={shares} worlds={worlds} onChoose={choose} />
    </div>
  );
}

function Things({ value, not, onValue }: { value: string; not: string; onValue(path: string): void }): VNode {
  const option = (path: string, label: string) => (path === not ? null : <option value={path}>{label}</option>);
  return (
    <select value={value} onChange={(event) => onValue(event.currentTarget.value)}>
      <optgroup label="Dials">{Object.keys(DIALS).map((name) => option(`dials.${name}`, `${GROUP_LABELS[name]} dial`))}</optgroup>
      {Object.entries(GROUP_LABELS).map(([group, label]) => (
        <optgroup label={label}>
          {Object.values(LEVERS).filter((lever) => lever.group === group && lever.choices.length === 0).map((lever) => option(`levers.${lever.name}`, lever.label))}
        </optgroup>
      ))}
    </select>
  );
}

const parts = (path: string) => path.split(".") as [Section, string];
const setPath = (path: string, value: number) => setValue(...parts(path), value);

/** Five values from low to high: of a lever between the anchors of its dial, or else its range as far as it is usual. */
function axisOf(path: string, scenario: Scenario): Axis {
  const [section, name] = parts(path);
  if (section === "dials") return { label: `${GROUP_LABELS[name]} dial`, values: STEPS, spoken: dialWord, now: scenario.dials[name] ?? 0.5 };
  const lever = LEVERS[name]!;
  const anchors = Object.values(DIALS).find((levers) => name in levers)?.[name];
  const [low, high] = anchors === undefined ? [lever.low, lever.high > 2 ? Math.min(lever.high, 4 * lever.default) : lever.high] : [Math.min(...anchors), Math.max(...anchors)];
  const values = STEPS.map((step) => low + (high - low) * step).map((value) => (lever.whole ? Math.round(value) : Number(value.toPrecision(3))));
  const short = (value: number) => (lever.unit === "share" ? spoken(lever, value) : String(Number(value.toPrecision(3))));
  return { label: lever.label, values, spoken: short, now: setLevers(scenario)[name]! };
}

/** Shares of worlds that flourish in each field, filled in one after another and then once more with more worlds. */
function useShares(engine: Engine, scenario: Scenario, across: string, down: string, waits: boolean): { shares: Shares; worlds: number } {
  const empty = () => STEPS.map(() => STEPS.map(() => null));
  const [found, setFound] = useState<{ shares: Shares; worlds: number }>({ shares: empty(), worlds: STAGES[0]! });
  useEffect(() => {
    setFound({ shares: empty(), worlds: STAGES[0]! });
    if (waits) return;
    const controller = new AbortController();
    void fill(engine, scenario, across, down, controller.signal, setFound);
    return () => controller.abort();
  }, [engine, scenario, across, down, waits]);
  return found;
}

async function fill(engine: Engine, scenario: Scenario, across: string, down: string, signal: AbortSignal, onShares: (found: { shares: Shares; worlds: number }) => void): Promise<void> {
  const [x, y] = [axisOf(across, scenario).values, axisOf(down, scenario).values];
  const flourish = STEPS.map(() => STEPS.map(() => 0));
  const shares: Shares = STEPS.map(() => STEPS.map(() => null));
  let before = 0;
  for (const worlds of STAGES) {
    for (const row of STEPS.keys()) {
      for (const column of STEPS.keys()) {
        const field = withValue(withValue(scenario, ...parts(across), x[column]), ...parts(down), y[row]);
        const runs = await runAll(engine, field, seedsFrom(before, worlds), signal).catch(() => null);
        if (runs === null) return;
        flourish[row]![column]! += runs.filter((run) => run.outcomes[placeOf("flourishing")] === 1).length;
        shares[row]![column] = flourish[row]![column]! / worlds;
        if (before === 0) onShares({ shares: shares.map((one) => [...one]), worlds });
      }
    }
    onShares({ shares: shares.map((one) => [...one]), worlds });
    before = worlds;
  }
}
