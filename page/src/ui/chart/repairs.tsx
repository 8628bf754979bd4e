import type { VNode } from "preact";
import type { Run } from "../model";
import { plain } from "../scenario";
import { rowOf, type Row } from "./differences";
import { Figure, type Room, type Table } from "./figure";
import { ticksTo } from "./ticks";

/** A variant of a community: as it is first, then each repair alone, then all together. */
export interface Repair {
  label: string;
  words: string;
  runs: Run[];
}

interface Props {
  repairs: Repair[];
  judged: string;
  label: string;
  reference: string;
  refining: boolean;
}

interface Bar extends Row {
  name: string;
  words: string;
}

export function RepairsFigure({ repairs, judged, label, reference, refining }: Props): VNode {
  const [asItIs, ...others] = repairs as [Repair, ...Repair[]];
  const share = judged === "flourishing";
  const bars = others.map(({ label: name, words, runs }): Bar => ({ ...rowOf(judged, asItIs.runs, runs), name, words }));
  const all = bars.at(-1)!;
  const alone = bars.slice(0, -1).sort((one, other) => other.difference - one.difference);
  const said = (value: number) => (share ? `${Math.round(100 * value)} %` : plain(value));
  const title = findingOf(alone, all, said);
  const note = `Bar: ${label} with this repaired, over ${asItIs.runs.length} worlds${refining ? " (refining)" : ""}; vertical line: as it is. Whiskers: 95 % interval of the gain in the same worlds, which covers other seeds. Reference: ${reference}, its values in brackets.`;
  const rows = [all, ...alone];
  const draw = (room: Room) => <Bars room={room} bars={rows} was={all.before} share={share} said={said} title={title} label={label} />;
  return <Figure name="repairs" title={title} note={note} height={() => 52 * rows.length + 60} table={tableOf(rows, label)} draw={draw} />;
}

function findingOf(alone: Bar[], all: Bar, said: (value: number) => string): string {
  const helps = alone.filter((bar) => bar.low > 0);
  const whole = `all together: ${said(all.after)}, as it is: ${said(all.before)}`;
  if (helps.length === 0) return `No repair alone clearly helps (${whole})`;
  const [best, second] = helps;
  const also = second === undefined ? "" : `, then ${second.name.toLowerCase()} (${said(second.after)})`;
  return `${best!.name} repaired alone helps most: ${said(best!.after)}${also}; ${whole}`;
}

interface DrawProps {
  room: Room;
  bars: Bar[];
  was: number;
  share: boolean;
  said(value: number): string;
  title: string;
  label: string;
}

function Bars({ room, bars, was, share, said, title, label }: DrawProps): VNode {
  const { width, height, letters, colours } = room;
  const below = letters * 3;
  const step = (height - below) / bars.length;
  const right = width - letters * 4.5;
  const ticks = share ? [0, 0.25, 0.5, 0.75, 1] : ticksTo(Math.max(...bars.map((bar) => bar.before + bar.high || bar.after)));
  const x = (value: number) => 2 + ((right - 2) * Math.max(0, Math.min(ticks.at(-1)!, value))) / ticks.at(-1)!;
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title} font-size={letters}>
      {ticks.map((tick) => (
        <g>
          <line x1={x(tick)} x2={x(tick)} y1={0} y2={height - below} stroke={colours.line} stroke-width="0.8" />
          <text x={x(tick)} y={height - below + letters * 1.2} text-anchor={tick === 0 ? "start" : "middle"} fill={colours.ink}>{said(tick)}</text>
        </g>
      ))}
      <text x={right / 2} y={height - letters * 0.5} text-anchor="middle" fill={colours.quiet}>{label}</text>
      {bars.map((bar, place) => {
        const y = step * place + letters * 1.3;
        const middle = y + letters * 0.95;
        const colour = place === 0 ? colours.fates[4] : colours.now;
        return (
          <g>
            <text x={4} y={y} fill={colours.ink}>
              <tspan font-weight="600">{bar.name}</tspan>
              <tspan fill={colours.quiet}>{fitting(bar.words, (width - 10) / (letters * 0.56) - bar.name.length)}</tspan>
            </text>
            <rect x={x(0)} y={middle - letters * 0.45} width={Math.max(1, x(bar.after) - x(0))} height={letters * 0.9} fill={colour} fill-opacity="0.75" />
            {Number.isFinite(bar.low) && <line x1={x(bar.before + bar.low)} x2={x(bar.before + bar.high)} y1={middle} y2={middle} stroke={colours.ink} stroke-width="2" />}
            <text x={Math.max(x(bar.after), x(bar.before + bar.high) || 0) + letters * 0.5} y={middle + letters * 0.35} fill={colours.ink}>{said(bar.after)}</text>
          </g>
        );
      })}
      <line x1={x(was)} x2={x(was)} y1={0} y2={height - below} stroke={colours.kept} stroke-width="2" stroke-dasharray="5 4" />
    </svg>
  );
}

const fitting = (words: string, letters: number) => (words === "" ? "" : `  ${words.length > letters ? `${words.slice(0, Math.max(0, Math.floor(letters) - 1))}…` : words}`);

function tableOf(bars: Bar[], label: string): Table {
  return {
    columns: ["repaired", `${label}, as it is`, `${label}, repaired`, "gain", "low", "high", "what differs (reference)"],
    rows: bars.map((bar) => [bar.name, bar.before, bar.after, bar.difference, bar.low, bar.high, bar.words]),
  };
}
