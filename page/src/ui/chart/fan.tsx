import type { VNode } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { Bet } from "../state";
import type { Run, Scenario } from "../model";
import { days as daysOfScenario, plain, setting } from "../scenario";
import { mean } from "../statistics";
import { fanOf, SHARES, type Fan, type Series } from "../series";
import { Figure, type Room, type Table } from "./figure";
import { areaOf, Frame, pathOf, scalesOf, type Scales } from "./frame";
import { monthsOf } from "./ticks";

interface Props {
  series: Series;
  runs: Run[];
  scenario: Scenario;
  kept: { label: string; runs: Run[] } | null;
  bets: Bet[];
  height: number;
}

/** How a series runs over many worlds: the median and where the middle half and the middle 90 % of runs lie. */
export function FanFigure({ series, runs, scenario, kept, bets, height }: Props): VNode {
  const fan = useMemo(() => fanOf(series, runs, scenario), [series, runs, scenario]);
  const keptFan = useMemo(() => (kept === null ? null : fanOf(series, kept.runs, scenario)), [series, kept, scenario]);
  const [week, setWeek] = useState<number | null>(null);
  const days = daysOfScenario(scenario);
  const draw = (room: Room) => {
    const scales = fanScales(room, series, days, [fan, keptFan], bets);
    const found = (event: PointerEvent) => {
      const box = (event.currentTarget as Element).getBoundingClientRect();
      const day = scales.dayAt(((event.clientX - box.left) * room.width) / box.width);
      setWeek(Math.max(0, Math.min(fan.weeks - 1, Math.round(day / 7 - 0.5))));
    };
    return (
      <Frame room={room} scales={scales} days={days} unit={`${series.label}, ${series.unit}`} label={finding(series, fan)}>
        <FanShapes fan={fan} scales={scales} room={room} />
        {keptFan && <KeptShapes fan={keptFan} scales={scales} room={room} />}
        {bets.map((bet) => <BetShape bet={bet} days={days} scales={scales} room={room} />)}
        {week !== null && <Reading fan={fan} week={week} scales={scales} room={room} />}
        <rect class="sensor" x={scales.left} y={scales.top} width={scales.right - scales.left} height={scales.bottom - scales.top} fill="transparent"
          onPointerMove={found} onPointerDown={found} onPointerLeave={() => setWeek(null)} />
      </Frame>
    );
  };
  return (
    <Figure name={series.name} title={finding(series, fan)} note={`${noteOf(series, scenario, fan, kept, week, keptFan)}${week === null ? closestBet(bets, fan) : ""}`} height={height} table={tableOf(series, fan)} draw={draw} />
  );
}

/** What the fan shows at its end: the median, and the middle 90 % of runs. */
export function finding(series: Series, fan: Fan): string {
  const [low, , median, , high] = fan.bands.map((band) => band.at(-1) ?? NaN) as [number, number, number, number, number];
  if (!Number.isFinite(median)) return `${series.label}: nobody is left at the end`;
  const said = (value: number) => (series.kind === "state" ? value.toFixed(2) : plain(value));
  return `${series.label} at the end: ${said(median)} (${said(low)} to ${said(high)})`;
}

function noteOf(series: Series, scenario: Scenario, fan: Fan, kept: Props["kept"], week: number | null, keptFan: Fan | null): string {
  if (week !== null) {
    const at = (one: Fan) => one.bands.map((band) => plain(band[week]!));
    const [p5, p25, p50, p75, p95] = at(fan);
    const before = keptFan === null ? "" : `; kept: ${at(keptFan)[2]}`;
    return `Week ${week + 1}: median ${p50}, half of the runs ${p25} to ${p75}, nine in ten ${p5} to ${p95}${before}.`;
  }
  const bands = `Line: median of ${fan.runs} runs; bands: the middle 50 and 90 %.`;
  const dips = series.kind === "count" && setting(scenario, "holiday_weeks") > 0 ? " Dips: holidays." : "";
  return `${bands}${dips}${kept === null ? "" : ` Dashed: ${kept.label}.`}`;
}

/** Whose bet lies nearest to the median, and how far off it is on average. */
function closestBet(bets: Bet[], fan: Fan): string {
  const median = fan.bands[2]!;
  const scored = bets.map(({ who, values }) => {
    const misses = Array.from(median, (value, week) => Math.abs(value - values[Math.floor((week * values.length) / fan.weeks)]!)).filter(Number.isFinite);
    return { who, miss: mean(misses) };
  });
  if (scored.length === 0) return "";
  const best = scored.reduce((one, other) => (other.miss < one.miss ? other : one));
  return ` Closest bet: ${best.who}, off by ${plain(best.miss)} on average.`;
}

function fanScales(room: Room, series: Series, days: number, fans: (Fan | null)[], bets: Bet[]): Scales {
  const tops = fans.flatMap((fan) => (fan === null ? [] : Array.from(fan.bands.at(-1)!).filter(Number.isFinite)));
  const drawn = bets.flatMap((bet) => bet.values);
  return scalesOf(room, days, Math.max(1, ...tops, ...drawn), series.kind === "state");
}

const middles = (fan: Fan) => Array.from({ length: fan.weeks }, (_, week) => 7 * week + 3.5);

function courses(fan: Fan, scales: Scales): { xs: number[]; ys: number[][] } {
  return { xs: middles(fan).map(scales.x), ys: fan.bands.map((band) => Array.from(band, scales.y)) };
}

function FanShapes({ fan, scales, room }: { fan: Fan; scales: Scales; room: Room }): VNode {
  const { xs, ys } = courses(fan, scales);
  const colour = room.colours.now;
  return (
    <g>
      <path d={areaOf(xs, ys[0]!, ys[4]!)} fill={colour} fill-opacity="0.2" />
      <path d={areaOf(xs, ys[1]!, ys[3]!)} fill={colour} fill-opacity="0.34" />
      <path d={pathOf(xs, ys[2]!)} fill="none" stroke={colour} stroke-width={room.letters / 5} stroke-linejoin="round" />
    </g>
  );
}

function KeptShapes({ fan, scales, room }: { fan: Fan; scales: Scales; room: Room }): VNode {
  const { xs, ys } = courses(fan, scales);
  const thin = { fill: "none", stroke: room.colours.kept, "stroke-width": room.letters / 12, "stroke-dasharray": "2 4" };
  return (
    <g>
      <path d={pathOf(xs, ys[0]!)} {...thin} />
      <path d={pathOf(xs, ys[4]!)} {...thin} />
      <path d={pathOf(xs, ys[2]!)} fill="none" stroke={room.colours.kept} stroke-width={room.letters / 5} stroke-dasharray="9 5" />
    </g>
  );
}

export function BetShape({ bet, days, scales, room }: { bet: Bet; days: number; scales: Scales; room: Room }): VNode {
  const xs = bet.values.map((_, place) => scales.x(((place + 0.5) * days) / bet.values.length));
  const ys = bet.values.map(scales.y);
  const end = { x: scales.right - 4, y: ys.at(-1)! - 0.5 * room.letters };
  return (
    <g>
      <path d={pathOf(xs, ys)} fill="none" stroke={room.colours.bet} stroke-width={room.letters / 6} stroke-dasharray="1 5" stroke-linecap="round" />
      <text x={end.x} y={end.y} text-anchor="end" fill={room.colours.bet}>{bet.who}</text>
    </g>
  );
}

function Reading({ fan, week, scales, room }: { fan: Fan; week: number; scales: Scales; room: Room }): VNode {
  const x = scales.x(7 * week + 3.5);
  const median = fan.bands[2]![week]!;
  return (
    <g>
      <line x1={x} x2={x} y1={scales.top} y2={scales.bottom} stroke={room.colours.ink} stroke-width="1" />
      {Number.isFinite(median) && <circle cx={x} cy={scales.y(median)} r={room.letters / 3} fill={room.colours.ink} />}
    </g>
  );
}

function tableOf(series: Series, fan: Fan): Table {
  return {
    columns: ["week", "months since the start", ...SHARES.map((share) => `${series.label.toLowerCase()}, ${share * 100} % of runs below`)],
    rows: middles(fan).map((day, week) => [week + 1, Number(monthsOf(day).toFixed(2)), ...fan.bands.map((band) => band[week]!)]),
  };
}
