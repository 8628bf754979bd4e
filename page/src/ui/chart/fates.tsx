import type { VNode } from "preact";
import { FATES, placeOf, type Run } from "../model";
import { wilson } from "../statistics";
import { Figure, type Room, type Table } from "./figure";

const COUNTED = 100;
const COLUMNS = 10;
const percent = (share: number) => Math.round(100 * share);

/** Fate of a run, as a place in FATES. */
export const fateOf = (run: Run) => run.outcomes[placeOf("fate")]!;

const VERBS = ["never took off", "died", "stalled", "hold", "flourish"];

/** What has become of so many worlds, in a sentence: Of 100 worlds, 37 flourish, 41 hold, 22 stalled. */
export function fateSentence(runs: readonly Run[]): string {
  const counts = countsOf(runs);
  const parts = counts.map((count, fate) => ({ count, fate })).filter((one) => one.count > 0).reverse();
  const spoken = parts.map(({ count, fate }) => `${count} ${count === 1 && fate > 2 ? `${VERBS[fate]}${fate === 4 ? "es" : "s"}` : VERBS[fate]}`);
  return `Of ${runs.length} worlds, ${spoken.join(", ")}`;
}

export function countsOf(runs: readonly Run[]): number[] {
  const counts = FATES.map(() => 0);
  for (const run of runs) counts[fateOf(run)]!++;
  return counts;
}

interface Props {
  runs: Run[];
  onEnter(seed: number): void;
}

/** A hundred little worlds that people can count, the best first; each can be entered. */
export function FatesFigure({ runs, onEnter }: Props): VNode {
  const counted = runs.slice(0, COUNTED);
  const sorted = [...counted].sort((one, other) => fateOf(other) - fateOf(one) || one.seed - other.seed);
  const flourishing = wilson(countsOf(runs)[4]!, runs.length);
  const note = `Over ${runs.length} runs ${percent(flourishing.value)} % flourish (95 % interval for other seeds: ${percent(flourishing.low)} to ${percent(flourishing.high)} %). Choose a world to see its people.`;
  const draw = (room: Room) => <Worlds room={room} runs={sorted} onEnter={onEnter} />;
  return <Figure name="fates" title={fateSentence(counted)} note={note} height={330} table={tableOf(runs)} draw={draw} />;
}

function Worlds({ room, runs, onEnter }: { room: Room; runs: Run[]; onEnter(seed: number): void }): VNode {
  const counts = countsOf(runs);
  const kinds = counts.filter((count) => count > 0).length;
  const beside = room.width > 2 * room.letters * 16;
  const keyWidth = beside ? room.letters * 12 : 0;
  const keyHeight = beside ? 0 : room.letters * 1.55 * kinds + room.letters;
  const rows = Math.ceil(runs.length / COLUMNS);
  const size = Math.min((room.width - keyWidth) / COLUMNS, (room.height - keyHeight) / Math.max(rows, 5));
  const height = Math.max(size * rows, beside ? room.letters * 1.6 * kinds : 0) + keyHeight;
  return (
    <svg width={room.width} height={height} viewBox={`0 0 ${room.width} ${height}`} font-size={room.letters} role="group" aria-label={fateSentence(runs)}>
      {runs.map((run, place) => {
        const [x, y] = [(place % COLUMNS) * size, Math.floor(place / COLUMNS) * size];
        return (
          <g class="world" transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`} onClick={() => onEnter(run.seed)}>
            <title>{`World ${run.seed}: ${FATES[fateOf(run)]}`}</title>
            <rect width={size} height={size} fill="transparent" />
            <WorldMark fate={fateOf(run)} x={size / 2} y={size / 2} radius={size * 0.4} room={room} />
          </g>
        );
      })}
      <Key room={room} counts={counts} x={beside ? COLUMNS * size + room.letters * 1.5 : room.letters * 0.6} y={beside ? room.letters : rows * size + room.letters * 1.6} />
    </svg>
  );
}

/** One world; how full it is says how well it does, so that colour is not needed. */
export function WorldMark({ fate, x, y, radius, room }: { fate: number; x: number; y: number; radius: number; room: Room }): VNode {
  const colour = room.colours.fates[fate]!;
  const stroke = Math.max(1.2, radius / 5);
  const r = radius - stroke / 2;
  if (fate === 4) return <circle cx={x} cy={y} r={radius} fill={colour} />;
  if (fate === 3) {
    return (
      <g>
        <circle cx={x} cy={y} r={r} fill="none" stroke={colour} stroke-width={stroke} />
        <path d={`M${x - r} ${y}A${r} ${r} 0 0 0 ${x + r} ${y}Z`} fill={colour} />
      </g>
    );
  }
  if (fate === 2) return <circle cx={x} cy={y} r={r} fill="none" stroke={colour} stroke-width={stroke} />;
  const arm = r * 0.6;
  const cross = `M${x - arm} ${y - arm}L${x + arm} ${y + arm}M${x - arm} ${y + arm}L${x + arm} ${y - arm}`;
  if (fate === 1) return <path d={cross} stroke={colour} stroke-width={stroke * 1.3} stroke-linecap="round" />;
  return <circle cx={x} cy={y} r={radius / 3} fill={colour} />;
}

function Key({ room, counts, x, y }: { room: Room; counts: number[]; x: number; y: number }): VNode {
  const shown = counts.map((count, fate) => ({ count, fate })).filter((one) => one.count > 0).reverse();
  return (
    <g>
      {shown.map(({ count, fate }, line) => {
        const at = y + line * 1.55 * room.letters;
        return (
          <g>
            <WorldMark fate={fate} x={x} y={at - 0.35 * room.letters} radius={room.letters * 0.5} room={room} />
            <text x={x + room.letters} y={at} fill={room.colours.ink}>{`${count} ${FATES[fate]}`}</text>
          </g>
        );
      })}
    </g>
  );
}

function tableOf(runs: Run[]): Table {
  return { columns: ["seed", "fate"], rows: runs.map((run) => [run.seed, FATES[fateOf(run)]!]) };
}
