import type { VNode } from "preact";
import { useRef, useState } from "preact/hooks";
import { monthTicks, daysOf } from "./chart/ticks";
import { planLines } from "./contradictions";
import { DIALS, GROUP_LABELS, LEVERS, type Change, type Scenario } from "./model";
import { addable, changeLabel, dayWords, dialWord, LEVER_PARTS, newChange, reactionLabel, shifted, type Grip } from "./plan";
import { days } from "./scenario";
import { Head, Lever } from "./slider";
import { setPlan, store } from "./state";
import { usePart } from "./store";

const WEEK = 7;

/** The plan: bars on the time of the run, each of which sets levers and dials from a day to a day. */
export function Timeline(): VNode {
  const scenario = usePart(store, (state) => state.scenario);
  const [selected, select] = useState<number | null>(null);
  const { plan } = scenario;
  const length = days(scenario);
  const replace = (place: number, change: Change | null) => setPlan(plan.flatMap((one, at) => (at === place ? (change === null ? [] : [change]) : [one])));
  const add = (path: string) => {
    setPlan([...plan, newChange(path, scenario, length)]);
    select(plan.length);
  };
  const chosen = selected === null ? undefined : plan[selected];
  return (
    <section class="timeline" aria-label="Timeline of interventions">
      <div class="line">
        <h2>Timeline</h2>
        <p class="hint">{plan.length === 0 ? "Nothing changes during the run. Add a change, then drag or stretch its bar." : "Drag a bar, or stretch it by its ends. With the keyboard: arrows move it, Shift and arrows move its end, Delete removes it."}</p>
        <AddChange onAdd={add} />
      </div>
      <div class="lanes" style={{ "--lanes": plan.length }}>
        {monthTicks(length).map((month) => <i class="month" style={{ left: `${(100 * daysOf(month)) / length}%` }}><span>{month}</span></i>)}
        {plan.map((change, place) => (
          <Bar change={change} length={length} scenario={scenario} selected={place === selected}
            onSelect={() => select(place)} onChange={(next) => replace(place, next)}
            onRemove={() => { replace(place, null); select(null); }} />
        ))}
      </div>
      {scenario.reactions.length > 0 && <ul class="reactions">{scenario.reactions.map((one) => <li>{reactionLabel(one)}</li>)}</ul>}
      {planLines(plan, length).map((line) => <p class="fault" role="alert">{line}</p>)}
      {selected !== null && chosen !== undefined && (
        <Editor change={chosen} scenario={scenario} onChange={(next) => replace(selected, next)} onRemove={() => { replace(selected, null); select(null); }} onClose={() => select(null)} />
      )}
    </section>
  );
}

function AddChange({ onAdd }: { onAdd(path: string): void }): VNode {
  return (
    <select class="add" aria-label="Add a change to the timeline" value="" onChange={(event) => {
      if (event.currentTarget.value !== "") onAdd(event.currentTarget.value);
      event.currentTarget.value = "";
    }}>
      <option value="">Add a change…</option>
      {addable().map(({ group, options }) => (
        <optgroup label={group}>{options.map(({ path, label }) => <option value={path}>{label}</option>)}</optgroup>
      ))}
    </select>
  );
}

interface BarProps {
  change: Change;
  length: number;
  scenario: Scenario;
  selected: boolean;
  onSelect(): void;
  onChange(change: Change): void;
  onRemove(): void;
}

function Bar({ change, length, scenario, selected, onSelect, onChange, onRemove }: BarProps): VNode {
  const held = useRef<{ grip: Grip; x: number; change: Change; width: number } | null>(null);
  const until = change.until_day ?? length;
  const hold = (grip: Grip) => (event: PointerEvent) => {
    event.stopPropagation();
    const bar = (event.currentTarget as HTMLElement).closest<HTMLElement>(".bar")!;
    bar.setPointerCapture(event.pointerId);
    bar.focus();
    held.current = { grip, x: event.clientX, change, width: bar.parentElement!.clientWidth };
    onSelect();
  };
  const move = (event: PointerEvent) => {
    if (held.current === null) return;
    const { grip, x, change: before, width } = held.current;
    const weeks = Math.round(((event.clientX - x) / width) * length / WEEK);
    const next = shifted(before, grip, weeks * WEEK, length);
    if (next.from_day !== change.from_day || next.until_day !== change.until_day) onChange(next);
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -WEEK, ArrowRight: WEEK }[event.key];
    if (step !== undefined) onChange(shifted(change, event.shiftKey ? "end" : "whole", step, length));
    else if (event.key === "Delete" || event.key === "Backspace") onRemove();
    else return;
    event.preventDefault();
  };
  const said = `${changeLabel(change)}, from ${dayWords(change.from_day, scenario)} ${change.until_day === null ? "to the end" : `up to ${dayWords(until, scenario)}`}`;
  const place = { left: `${(100 * change.from_day) / length}%`, width: `${(100 * (until - change.from_day)) / length}%` };
  return (
    <button type="button" class={`bar${selected ? " selected" : ""}${until - change.from_day < length / 4 ? " narrow" : ""}`} style={place} aria-label={said} aria-pressed={selected} title={said}
      onPointerDown={hold("whole")} onPointerMove={move} onPointerUp={() => (held.current = null)} onPointerCancel={() => (held.current = null)}
      onClick={onSelect} onKeyDown={press}>
      <i class="grip start" onPointerDown={hold("start")} />
      <span>{changeLabel(change)}</span>
      <i class="grip end" onPointerDown={hold("end")} />
    </button>
  );
}

interface EditorProps {
  change: Change;
  scenario: Scenario;
  onChange(change: Change): void;
  onRemove(): void;
  onClose(): void;
}

/** What the chosen bar sets, and when. */
function Editor({ change, scenario, onChange, onRemove, onClose }: EditorProps): VNode {
  const length = days(scenario);
  const set = (section: "dials" | "levers" | "at_least" | "at_most", name: string, value: number) => onChange({ ...change, [section]: { ...change[section], [name]: value } });
  const steps = "cadence" in change.dials || "cadence_days" in { ...change.levers, ...change.at_least, ...change.at_most };
  const ramp = (text: string) => (steps ? 0 : Math.max(0, Math.min(3650, day(text))));
  const day = (text: string) => Math.round(Number(text));
  return (
    <div class="editor" role="group" aria-label={`Change: ${changeLabel(change)}`}>
      <div class="dates">
        <label>From day <input type="number" min={0} max={length - 1} value={change.from_day}
          onChange={(event) => onChange({ ...change, from_day: Math.max(0, Math.min(day(event.currentTarget.value), (change.until_day ?? length) - 1)) })} /></label>
        <label>up to day <input type="number" min={change.from_day + 1} max={length} value={change.until_day ?? length}
          onChange={(event) => onChange(shifted({ ...change, until_day: change.from_day + 1 }, "end", day(event.currentTarget.value) - change.from_day - 1, length))} /></label>
        <label>coming in over <input type="number" min={0} max={3650} value={change.ramp_days}
          onChange={(event) => onChange({ ...change, ramp_days: ramp(event.currentTarget.value) })} /> days</label>
        <button type="button" onClick={onRemove}>Remove</button>
        <button type="button" onClick={onClose}>Close</button>
      </div>
      {Object.entries(change.dials).map(([dial, value]) => (
        <div class="lever dial">
          <Head label={`${GROUP_LABELS[dial]} dial`} id={`bar-${dial}`} text={dialWord(value)} changed={false} />
          <input type="range" id={`bar-${dial}`} min={0} max={1} step={0.05} value={value} aria-valuetext={dialWord(value)} onInput={(event) => set("dials", dial, Number(event.currentTarget.value))} />
        </div>
      ))}
      {LEVER_PARTS.flatMap(({ part, words }) => Object.entries(change[part]).map(([lever, value]) => (
        <Lever parameter={LEVERS[lever]!} value={value} changed={false} held={words === "" ? undefined : `Sets ${words}this value.`} onValue={(next) => set(part, lever, next)} />
      )))}
      <MoreOfIt change={change} onSet={set} />
    </div>
  );
}

function MoreOfIt({ change, onSet }: { change: Change; onSet(section: "dials" | "levers", name: string, value: number): void }): VNode {
  const taken = new Set([...Object.keys(change.levers), ...Object.keys(change.dials).flatMap((dial) => Object.keys(DIALS[dial]!))]);
  return (
    <select aria-label="Let this bar set one more lever" value="" onChange={(event) => {
      const name = event.currentTarget.value;
      if (name !== "") onSet("levers", name, LEVERS[name]!.default);
      event.currentTarget.value = "";
    }}>
      <option value="">Set one more lever…</option>
      {Object.values(LEVERS).filter((lever) => !taken.has(lever.name)).map((lever) => <option value={lever.name}>{lever.label}</option>)}
    </select>
  );
}
