import type { VNode } from "preact";
import { shade } from "../paint";
import { Figure, type Room, type Table } from "./figure";

/** One of the two things that are varied: what it is called, and its values in order. */
export interface Axis {
  label: string;
  values: number[];
  spoken(value: number): string;
  /** Where the community stands. */
  now: number;
}

/** Share of worlds that flourish, row by row from the lowest value of `down`; null where it is not known yet. */
export type Shares = (number | null)[][];

interface Props {
  across: Axis;
  down: Axis;
  shares: Shares;
  worlds: number;
  onChoose(across: number, down: number): void;
}

const percent = (share: number) => `${Math.round(100 * share)}\u00a0%`;

export function MapFigure({ across, down, shares, worlds, onChoose }: Props): VNode {
  const title = findingOf(across, down, shares);
  const note = `Share of ${worlds} worlds that flourish, the same worlds in every field. Ring: nearest to where the community stands. Choose a field to go there.`;
  const draw = (room: Room) => <Fields room={room} across={across} down={down} shares={shares} title={title} onChoose={onChoose} />;
  return <Figure name="map" title={title} note={note} height={430} table={tableOf(across, down, shares)} draw={draw} />;
}

function findingOf(across: Axis, down: Axis, shares: Shares): string {
  const known = shares.flatMap((row, y) => row.flatMap((share, x) => (share === null ? [] : [{ share, x, y }])));
  if (known.length < across.values.length * down.values.length) return `Living the worlds of each field: ${known.length} of ${across.values.length * down.values.length} done`;
  const best = known.reduce((one, other) => (other.share > one.share ? other : one));
  const worst = known.reduce((one, other) => (other.share < one.share ? other : one));
  if (best.share === worst.share) return `${across.label} and ${down.label.toLowerCase()} make no difference here: ${percent(best.share)} flourish everywhere`;
  const range = `From ${percent(worst.share)} to ${percent(best.share)} flourish`;
  if (known.filter(({ share }) => share === best.share).length > 1) return `${range}, depending on ${across.label.toLowerCase()} and ${down.label.toLowerCase()}`;
  return `${range}; most at ${across.label.toLowerCase()} ${across.spoken(across.values[best.x]!)} and ${down.label.toLowerCase()} ${down.spoken(down.values[best.y]!)}`;
}

const nearest = (axis: Axis) => axis.values.reduce((best, value, place) => (Math.abs(value - axis.now) < Math.abs(axis.values[best]! - axis.now) ? place : best), 0);

interface DrawProps {
  room: Room;
  across: Axis;
  down: Axis;
  shares: Shares;
  title: string;
  onChoose(across: number, down: number): void;
}

function Fields({ room, across, down, shares, title, onChoose }: DrawProps): VNode {
  const { width, height, letters, colours } = room;
  const left = letters * 6.5;
  const top = letters * 1.8;
  const [wide, high] = [Math.min(width - left, 1.9 * height) / across.values.length, (height - top - letters * 3) / down.values.length];
  const y = (place: number) => top + (down.values.length - 1 - place) * high;
  const bottom = top + down.values.length * high;
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title} font-size={letters}>
      <text x={2} y={letters} fill={colours.quiet}>{`${down.label} (upwards)`}</text>
      {down.values.map((value, place) => <text x={left - letters * 0.6} y={y(place) + high / 2 + letters * 0.35} text-anchor="end" fill={colours.ink}>{down.spoken(value)}</text>)}
      {across.values.map((value, place) => <text x={left + (place + 0.5) * wide} y={bottom + letters * 1.2} text-anchor="middle" fill={colours.ink}>{across.spoken(value)}</text>)}
      <text x={left + (across.values.length * wide) / 2} y={bottom + letters * 2.6} text-anchor="middle" fill={colours.quiet}>{across.label}</text>
      {shares.map((row, down_) => row.map((share, across_) => (
        <g class="world" onClick={() => onChoose(across.values[across_]!, down.values[down_]!)}>
          <rect x={left + across_ * wide + 1} y={y(down_) + 1} width={wide - 2} height={high - 2} rx={4} fill={share === null ? colours.line : shade(share)} />
          {share !== null && <text x={left + (across_ + 0.5) * wide} y={y(down_) + high / 2 + letters * 0.35} text-anchor="middle" fill={share > 0.55 ? "#101010" : "#ffffff"} font-weight="600">{percent(share)}</text>}
        </g>
      )))}
      <rect x={left + nearest(across) * wide + 3} y={y(nearest(down)) + 3} width={wide - 6} height={high - 6} rx={4} fill="none" stroke={colours.kept} stroke-width="4" pointer-events="none" />
    </svg>
  );
}

function tableOf(across: Axis, down: Axis, shares: Shares): Table {
  return {
    columns: [`${down.label} \\ ${across.label}`, ...across.values.map(across.spoken)],
    rows: shares.map((row, place) => [down.spoken(down.values[place]!), ...row.map((share) => share ?? "")]),
  };
}
