import type { ComponentChildren, VNode } from "preact";
import type { Room } from "./figure";
import { daysOf, monthTicks, ticksTo } from "./ticks";

/** Where a chart over time puts days and values. */
export interface Scales {
  left: number;
  right: number;
  top: number;
  bottom: number;
  x(day: number): number;
  y(value: number): number;
  dayAt(x: number): number;
  valueAt(y: number): number;
  yTicks: number[];
}

export function scalesOf(room: Room, days: number, high: number, fixed: boolean): Scales {
  const yTicks = fixed ? [0, 0.25, 0.5, 0.75, 1] : ticksTo(high);
  const most = yTicks.at(-1)!;
  const left = room.letters * (1.2 + 0.62 * Math.max(...yTicks.map((tick) => numeral(tick).length)));
  const top = room.letters * 1.9;
  const right = room.width - room.letters * 0.9;
  const bottom = room.height - room.letters * 2.9;
  return {
    left,
    right,
    top,
    bottom,
    yTicks,
    x: (day) => left + ((right - left) * day) / days,
    y: (value) => bottom - ((bottom - top) * value) / most,
    dayAt: (x) => Math.max(0, Math.min(days, ((x - left) / (right - left)) * days)),
    valueAt: (y) => Math.max(0, Math.min(most, ((bottom - y) / (bottom - top)) * most)),
  };
}

export const numeral = (value: number) => value.toLocaleString("en", { maximumFractionDigits: 3 });

interface FrameProps {
  room: Room;
  scales: Scales;
  days: number;
  /** What is measured, with its unit; stands above the axis, where it can be read without turning one's head. */
  unit: string;
  label: string;
  children: ComponentChildren;
}

/** Axes, a quiet grid, months below; what is drawn lies between grid and axis. */
export function Frame({ room, scales, days, unit, label, children }: FrameProps): VNode {
  const { left, right, bottom } = scales;
  const { letters, colours } = room;
  return (
    <svg width={room.width} height={room.height} viewBox={`0 0 ${room.width} ${room.height}`} role="img" aria-label={label} font-size={letters}>
      <text x={2} y={letters * 1.05} fill={colours.quiet}>{unit}</text>
      {scales.yTicks.map((tick) => (
        <g>
          <line x1={left} x2={right} y1={scales.y(tick)} y2={scales.y(tick)} stroke={colours.line} stroke-width={tick === 0 ? 1.5 : 0.8} />
          <text x={left - 0.5 * letters} y={scales.y(tick) + 0.35 * letters} text-anchor="end" fill={colours.ink}>{numeral(tick)}</text>
        </g>
      ))}
      {monthTicks(days).map((month) => (
        <g>
          <line x1={scales.x(daysOf(month))} x2={scales.x(daysOf(month))} y1={bottom} y2={bottom + 5} stroke={colours.quiet} />
          <text x={scales.x(daysOf(month))} y={bottom + 1.35 * letters} text-anchor="middle" fill={colours.ink}>{numeral(month)}</text>
        </g>
      ))}
      <text x={(left + right) / 2} y={bottom + 2.55 * letters} text-anchor="middle" fill={colours.quiet}>months since the start</text>
      {children}
    </svg>
  );
}

/** A path through points, pen up where one is not finite. */
export function pathOf(xs: readonly number[], ys: readonly number[]): string {
  let path = "";
  let down = false;
  xs.forEach((x, place) => {
    const y = ys[place]!;
    if (Number.isFinite(y)) path += `${down ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`;
    down = Number.isFinite(y);
  });
  return path;
}

/** The area between two courses, in pieces where one is not finite. */
export function areaOf(xs: readonly number[], low: readonly number[], high: readonly number[]): string {
  let path = "";
  let start = 0;
  const close = (end: number) => {
    if (end - start < 2) return;
    const places = Array.from({ length: end - start }, (_, step) => start + step);
    const up = places.map((place) => `${xs[place]!.toFixed(1)} ${high[place]!.toFixed(1)}`);
    const back = places.reverse().map((place) => `${xs[place]!.toFixed(1)} ${low[place]!.toFixed(1)}`);
    path += `M${[...up, ...back].join("L")}Z`;
  };
  xs.forEach((_, place) => {
    if (Number.isFinite(low[place]!) && Number.isFinite(high[place]!)) return;
    close(place);
    start = place + 1;
  });
  close(xs.length);
  return path;
}
