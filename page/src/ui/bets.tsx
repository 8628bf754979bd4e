import type { VNode } from "preact";
import { useRef, useState } from "preact/hooks";
import { BetShape } from "./chart/fan";
import { Frame, pathOf, scalesOf } from "./chart/frame";
import { useWidth, type Room } from "./chart/figure";
import { setting, days } from "./scenario";
import type { Series } from "./series";
import { store } from "./state";
import { usePart } from "./store";
import { coloursOf } from "./theme";

const POINTS = 24;
const LONGEST_NAME = 24;

/** The class draws the course that it expects, before the fan is seen. */
export function BetPanel({ series }: { series: Series }): VNode {
  const scenario = usePart(store, (state) => state.scenario);
  const bets = usePart(store, (state) => state.bets);
  const dark = usePart(store, (state) => state.dark);
  const presenting = usePart(store, (state) => state.presenting);
  const [width, place] = useWidth();
  const [who, setWho] = useState("");
  const [values, setValues] = useState<(number | null)[]>(() => Array(POINTS).fill(null));
  const last = useRef<number | null>(null);
  const length = days(scenario);
  const room: Room = { width, height: presenting ? 600 : 340, letters: presenting ? 20 : 13, colours: coloursOf(dark) };
  const high = Math.max(10, setting(scenario, "founders") * setting(scenario, "scale") * 2, ...bets.flatMap((bet) => bet.values));
  const scales = scalesOf(room, length, high, series.kind === "state");
  const complete = values.every((value) => value !== null);
  const most = scales.yTicks.at(-1)!;
  const pointAt = (event: PointerEvent) => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    const at = Math.max(0, Math.min(POINTS - 1, Math.floor(share * POINTS)));
    return { at, value: most * Math.max(0, Math.min(1, 1 - (event.clientY - box.top) / box.height)) };
  };
  const draw = (event: PointerEvent) => {
    if (last.current === null) return;
    const { at, value } = pointAt(event);
    const from = last.current;
    setValues((before) => drawn(before, from, at, value));
    last.current = at;
  };
  const nudge = (at: number, text: string) => setValues((before) => before.map((value, point) => (point === at ? Number(text) : value)));
  const keep = () => {
    store.set({ bets: [...bets, { who: who.trim() || `Bet ${bets.length + 1}`, series: series.name, values: values as number[] }] });
    setValues(Array(POINTS).fill(null));
    setWho("");
  };
  const heading = `What do you expect? Draw ${series.label.toLowerCase()} from the first day to the last`;
  return (
    <figure class="figure betting">
      <figcaption class="finding">{heading}</figcaption>
      <div class="drawing" ref={place}>
        {width > 0 && (
          <Frame room={room} scales={scales} days={length} unit={`${series.label}, ${series.unit}`} label={heading}>
            {bets.filter((bet) => bet.series === series.name).map((bet) => <BetShape bet={bet} days={length} scales={scales} room={room} />)}
            <path d={pathOf(values.map((_, point) => scales.x(((point + 0.5) * length) / POINTS)), values.map((value) => (value === null ? NaN : scales.y(value))))} fill="none" stroke={room.colours.bet} stroke-width={room.letters / 4} />
            <rect class="sheet" x={scales.left} y={scales.top} width={scales.right - scales.left} height={scales.bottom - scales.top} fill="transparent"
              onPointerDown={(event) => { (event.currentTarget as Element).setPointerCapture(event.pointerId); last.current = pointAt(event).at; draw(event); }}
              onPointerMove={draw} onPointerUp={() => (last.current = null)} onPointerCancel={() => (last.current = null)} />
          </Frame>
        )}
      </div>
      <details class="about">
        <summary>Without a mouse: three values</summary>
        <div class="typed">
          {[["at the start", 0], ["half-way", POINTS / 2], ["at the end", POINTS - 1]].map(([label, at]) => (
            <label>{label} <input type="number" min={0} max={most} step="any" value={values[at as number] ?? ""} onChange={(event) => nudge(at as number, event.currentTarget.value)} /></label>
          ))}
          <button type="button" onClick={() => setValues(straight)}>Join them</button>
        </div>
      </details>
      <div class="typed">
        <label>Whose bet <input type="text" maxLength={LONGEST_NAME} value={who} placeholder={`Bet ${bets.length + 1}`} onInput={(event) => setWho(event.currentTarget.value)} /></label>
        <button type="button" class="main" disabled={!complete} onClick={keep}>Keep this bet</button>
        <button type="button" class="main" onClick={() => store.set({ betting: null })}>{bets.length > 0 ? "Show what happens" : "No bets; show what happens"}</button>
        {bets.length > 0 && <button type="button" onClick={() => store.set({ bets: [] })}>Forget all bets</button>}
      </div>
    </figure>
  );
}

/** The curve after the pen went from one point to another at this height; what lies between is joined. */
function drawn(before: (number | null)[], from: number, to: number, value: number): (number | null)[] {
  const start = before[from] ?? value;
  return before.map((old, point) => {
    if (point < Math.min(from, to) || point > Math.max(from, to)) return old;
    return from === to ? value : start + ((value - start) * (point - from)) / (to - from);
  });
}

/** Straight lines through the points that are there, level beyond the first and the last. */
function straight(values: (number | null)[]): (number | null)[] {
  const known = values.flatMap((value, point) => (value === null ? [] : [{ point, value }]));
  if (known.length === 0) return values;
  return values.map((_, point) => {
    const after = known.find((one) => one.point >= point);
    const before = known.findLast((one) => one.point <= point);
    if (after === undefined || before === undefined) return (after ?? before)!.value;
    if (after.point === before.point) return after.value;
    return before.value + ((after.value - before.value) * (point - before.point)) / (after.point - before.point);
  });
}
