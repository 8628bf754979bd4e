import type { VNode } from "preact";
import { OUTCOMES, placeOf, type Run } from "../model";
import { plain } from "../scenario";
import { quantiles } from "../statistics";
import { Figure, type Room, type Table } from "./figure";

const REWARDS = ["sharing_knowledge", "spearheading_practice", "solving_problems", "seeding_innovation", "supercharging_development"];
const COSTS = ["cost_member_minutes", "cost_manager_minutes", "cost_facilitator_minutes", "cost_money"];
const SHARES = [0.05, 0.25, 0.5, 0.75, 0.95];

interface Row {
  label: string;
  unit: string;
  now: number[];
  before: number[] | null;
}

interface Props {
  runs: Run[];
  kept: { label: string; runs: Run[] } | null;
}

/** The five rewards and what they cost, each on its own scale from zero. */
export function Rewards({ runs, kept }: Props): VNode {
  const rows = [...REWARDS, ...COSTS].map((name) => rowOf(name, runs, kept?.runs ?? null));
  const note = `Mark: median of ${runs.length} runs; bars: the middle 50 and 90 %. Each row has its own scale from zero.${kept === null ? "" : ` Hollow: ${kept.label}.`}`;
  const draw = (room: Room) => <Rows room={room} rows={rows} />;
  return <Figure name="rewards_and_costs" title={titleOf(rows, kept)} note={note} height={() => (kept === null ? 40 : 48) * rows.length + 10} table={tableOf(rows)} draw={draw} />;
}

function valuesOf(outcome: string, runs: readonly Run[]): number[] {
  const place = placeOf(outcome);
  return runs.map((run) => run.outcomes[place]!);
}

function rowOf(name: string, runs: Run[], before: Run[] | null): Row {
  const { label, unit } = OUTCOMES[name]!;
  return { label, unit, now: quantiles(valuesOf(name, runs), SHARES), before: before && quantiles(valuesOf(name, before), SHARES) };
}

function titleOf(rows: Row[], kept: Props["kept"]): string {
  const [knowledge, , problems] = rows;
  const hours = rows.slice(REWARDS.length, REWARDS.length + 3).reduce((sum, row) => sum + (row.now[2] || 0), 0) / 60;
  const said = `Rewards: ${plain(problems!.now[2]!)} problems solved and ${plain(knowledge!.now[2]!)} pieces of knowledge passed on a year and 100 members, for ${plain(hours)} hours in all`;
  return kept === null ? said : `${said} (median worlds)`;
}

function Rows({ room, rows }: { room: Room; rows: Row[] }): VNode {
  const { letters, colours, width, height } = room;
  const step = height / rows.length;
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label="Rewards and costs, median and middle of runs" font-size={letters}>
      {rows.map((row, place) => {
        const most = Math.max(row.now[4] || 0, row.before?.[4] || 0) || 1;
        const x = (value: number) => 2 + ((width - 12) * value) / most;
        const y = step * place + letters * 1.2;
        const bar = y + letters * 0.75;
        return (
          <g>
            <text x={2} y={y} fill={colours.ink}>
              {row.label}: <tspan font-weight="600">{plain(row.now[2]!)}</tspan> <tspan fill={colours.quiet} font-size={width < letters * 34 ? letters * 0.85 : letters}>{row.unit}</tspan>
            </text>
            <line x1={2} x2={width - 10} y1={bar} y2={bar} stroke={colours.line} stroke-width="1" />
            <Whisker x={x} values={row.now} y={bar} size={letters * 0.42} colour={colours.now} hollow={false} />
            {row.before && <Whisker x={x} values={row.before} y={bar + letters * 0.55} size={letters * 0.3} colour={colours.kept} hollow />}
          </g>
        );
      })}
    </svg>
  );
}

function Whisker({ x, values, y, size, colour, hollow }: { x(value: number): number; values: number[]; y: number; size: number; colour: string; hollow: boolean }): VNode | null {
  if (!values.every(Number.isFinite)) return null;
  const [p5, p25, p50, p75, p95] = values.map(x) as [number, number, number, number, number];
  return (
    <g>
      <line x1={p5} x2={p95} y1={y} y2={y} stroke={colour} stroke-width={size * 0.7} stroke-opacity="0.4" />
      <line x1={p25} x2={p75} y1={y} y2={y} stroke={colour} stroke-width={size * 1.2} stroke-opacity="0.7" />
      <circle cx={p50} cy={y} r={size} fill={hollow ? "none" : colour} stroke={colour} stroke-width="2" />
    </g>
  );
}

function tableOf(rows: Row[]): Table {
  return {
    columns: ["outcome", "unit", ...SHARES.map((share) => `${share * 100} % of runs below`), "median of what is kept"],
    rows: rows.map((row) => [row.label, row.unit, ...row.now, row.before?.[2] ?? ""]),
  };
}
