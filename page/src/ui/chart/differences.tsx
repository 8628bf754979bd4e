import type { VNode } from "preact";
import { OUTCOMES, placeOf, type Run } from "../model";
import { plain } from "../scenario";
import { bootstrapMean, mean, pairedShares } from "../statistics";
import { Figure, type Room, type Table } from "./figure";

/** What is compared, in this order; shares of runs first. */
const COMPARED = [
  "flourishing", "holding", "weekly_contributors", "weekly_visitors", "members", "contributions_a_week", "recent_answered_share", "kept_90_days",
  "motivation", "safety", "strain", "sharing_knowledge", "solving_problems", "seeding_innovation", "cost_member_minutes", "cost_facilitator_minutes", "cost_money",
];
const SHARES = new Set(["flourishing", "holding"]);

export interface Row {
  name: string;
  label: string;
  unit: string;
  before: number;
  after: number;
  difference: number;
  low: number;
  high: number;
  pairs: number;
}

export function rowOf(name: string, before: readonly Run[], after: readonly Run[]): Row {
  const place = placeOf(name);
  const pairs = after.map((run, index) => [before[index]!.outcomes[place]!, run.outcomes[place]!] as const).filter(([was, is]) => Number.isFinite(was) && Number.isFinite(is));
  const [first, second] = [pairs.map(([was]) => was), pairs.map(([, is]) => is)];
  const found = SHARES.has(name) && pairs.length > 0
    ? pairedShares(first.map((was) => was === 1), second.map((is) => is === 1))
    : bootstrapMean(pairs.map(([was, is]) => is - was));
  const { label, unit } = OUTCOMES[name]!;
  return { name, label, unit: unit === "0/1" ? "share of worlds" : unit, before: mean(first), after: mean(second), difference: found.value, low: found.low, high: found.high, pairs: pairs.length };
}

/** better, worse, more, less, or unclear where the interval holds zero; costs are more or less, never better or worse. */
function verdict(row: Row): string {
  if (row.pairs === 0) return "undefined";
  if (!(row.low > 0 || row.high < 0)) return "unclear";
  const more = row.difference > 0;
  const { better } = OUTCOMES[row.name]!;
  if (better === "neither" || row.name.startsWith("cost_")) return more ? "more" : "less";
  return more === (better === "more") ? "better" : "worse";
}

export function DifferencesFigure({ before, after, labels }: { before: Run[]; after: Run[]; labels: [string, string] }): VNode {
  const rows = COMPARED.map((name) => rowOf(name, before, after)).filter((row) => row.pairs > 0);
  const clear = rows.filter((row) => ["better", "worse"].includes(verdict(row)));
  const better = clear.filter((row) => verdict(row) === "better").length;
  const title = clear.length === 0
    ? "No clear difference in any outcome that can be better or worse"
    : `Of ${rows.filter((row) => !row.name.startsWith("cost_")).length} outcomes, ${better} clearly better and ${clear.length - better} clearly worse`;
  const note = `Difference of means, ${labels[1]} minus ${labels[0]}, over ${after.length} pairs of the same worlds. Bars: 95 % intervals, which cover other seeds, not parameters that may be wrong. Each row has its own scale around zero.`;
  const draw = (room: Room) => <Rows room={room} rows={rows} title={title} />;
  return <Figure name="differences" title={title} note={note} height={(width) => (isNarrow(width) ? 60 : 44) * rows.length} table={tableOf(rows, labels)} draw={draw} />;
}

const isShare = (row: Row) => row.unit.startsWith("share");
const level = (row: Row, value: number) => (isShare(row) ? `${Math.round(100 * value)} %` : plain(value));

/** A difference with its sign; of shares in percentage points. */
function signed(row: Row): string {
  const size = Math.abs(row.difference);
  const sign = row.difference > 0 ? "+" : row.difference < 0 ? "−" : "";
  return isShare(row) ? `${sign}${plain(Math.round(1000 * size) / 10)} points` : `${sign}${plain(size)}`;
}

/** Where label and values do not fit beside one another. */
const isNarrow = (width: number) => width < 560;

function Rows({ room, rows, title }: { room: Room; rows: Row[]; title: string }): VNode {
  const { width, height, letters, colours } = room;
  const step = height / rows.length;
  const middle = width / 2;
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title} font-size={letters}>
      <line x1={middle} x2={middle} y1={0} y2={height} stroke={colours.line} stroke-width="1.5" />
      {rows.map((row, place) => {
        const most = Math.max(Math.abs(row.low) || 0, Math.abs(row.high) || 0, Math.abs(row.difference)) || 1;
        const x = (value: number) => middle + ((value / most) * (width - 20)) / 2;
        const y = step * place + letters * 1.1;
        const narrow = isNarrow((width * 13) / letters);
        const bar = y + letters * (narrow ? 2.1 : 0.85);
        const said = verdict(row);
        const colour = said === "better" || said === "more" ? colours.sides[1] : said === "unclear" ? colours.quiet : colours.sides[0];
        return (
          <g>
            <text x={2} y={y} fill={colours.ink}>{row.label}</text>
            <text x={narrow ? 2 : width - 2} y={narrow ? y + letters * 1.25 : y} text-anchor={narrow ? "start" : "end"} fill={colours.quiet}>
              {`${level(row, row.before)} → ${level(row, row.after)}: `}
              <tspan fill={colours.ink} font-weight="600">{`${signed(row)}, ${said}`}</tspan>
            </text>
            {Number.isFinite(row.low) && <line x1={x(row.low)} x2={x(row.high)} y1={bar} y2={bar} stroke={colour} stroke-width={letters * 0.4} stroke-opacity="0.45" />}
            <circle cx={x(row.difference)} cy={bar} r={letters * 0.38} fill={colour} />
          </g>
        );
      })}
    </svg>
  );
}

function tableOf(rows: Row[], labels: [string, string]): Table {
  return {
    columns: ["outcome", "unit", labels[0], labels[1], "difference", "low", "high", "verdict", "pairs"],
    rows: rows.map((row) => [row.label, row.unit, row.before, row.after, row.difference, row.low, row.high, verdict(row), row.pairs]),
  };
}
