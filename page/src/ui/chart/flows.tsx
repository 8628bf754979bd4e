import type { VNode } from "preact";
import { FATES, type Run } from "../model";
import { countsOf, fateOf, WorldMark } from "./fates";
import { Figure, type Room, type Table } from "./figure";

interface Props {
  title: string;
  note: string;
  before: Run[];
  after: Run[];
  labels: [string, string];
}

interface Flow {
  from: number;
  to: number;
  count: number;
}

export function flowsOf(before: readonly Run[], after: readonly Run[]): Flow[] {
  const flows: Flow[] = [];
  for (let from = FATES.length - 1; from >= 0; from--) {
    for (let to = FATES.length - 1; to >= 0; to--) {
      const count = after.filter((run, place) => fateOf(before[place]!) === from && fateOf(run) === to).length;
      if (count > 0) flows.push({ from, to, count });
    }
  }
  return flows;
}

/** The same worlds twice: where each was, and where it is after the change. */
export function FlowsFigure({ title, note, before, after, labels }: Props): VNode {
  const flows = flowsOf(before, after);
  const draw = (room: Room) => <Flows room={room} flows={flows} before={countsOf(before)} after={countsOf(after)} labels={labels} title={title} />;
  return <Figure name="worlds_that_flip" title={title} note={note} height={290} table={tableOf(flows, labels)} draw={draw} />;
}

interface DrawProps {
  room: Room;
  flows: Flow[];
  before: number[];
  after: number[];
  labels: [string, string];
  title: string;
}

function Flows({ room, flows, before, after, labels, title }: DrawProps): VNode {
  const { width, height, letters, colours } = room;
  const side = Math.min(width * 0.37, letters * 11);
  const [left, right] = [side, width - side];
  const total = before.reduce((sum, count) => sum + count, 0);
  const gap = letters * 0.9;
  const top = letters * 2.2;
  const unit = (height - top - 5 * gap) / total;
  const starts = (counts: number[]) => {
    let y = top;
    return counts.map((_, place) => counts.length - 1 - place).reduce<Record<number, number>>((found, fate) => {
      found[fate] = y;
      y += counts[fate]! * unit + (counts[fate]! > 0 ? gap : 0);
      return found;
    }, {});
  };
  const [from, to] = [starts(before), starts(after)];
  const [used, taken] = [{ ...from }, { ...to }];
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title} font-size={letters}>
      <text x={left} y={letters} text-anchor="end" fill={colours.quiet}>{short(labels[0], side / letters)}</text>
      <text x={right} y={letters} fill={colours.quiet}>{short(labels[1], side / letters)}</text>
      {flows.map((flow) => {
        const [y1, y2] = [used[flow.from]!, taken[flow.to]!];
        const thick = flow.count * unit;
        used[flow.from] = y1 + thick;
        taken[flow.to] = y2 + thick;
        const middle = (left + right) / 2;
        const path = `M${left} ${y1}C${middle} ${y1} ${middle} ${y2} ${right} ${y2}V${y2 + thick}C${middle} ${y2 + thick} ${middle} ${y1 + thick} ${left} ${y1 + thick}Z`;
        const still = flow.from === flow.to;
        return (
          <g>
            <path d={path} fill={colours.fates[flow.to]} fill-opacity={still ? 0.22 : 0.75} />
            {!still && thick > letters * 0.8 && <text x={right - letters} y={y2 + thick / 2 + letters * 0.35} text-anchor="end" fill={colours.ink} font-weight="600">{flow.count}</text>}
          </g>
        );
      })}
      <Side room={room} counts={before} starts={from} unit={unit} x={left} anchor="end" />
      <Side room={room} counts={after} starts={to} unit={unit} x={right} anchor="start" />
    </svg>
  );
}

interface SideProps {
  room: Room;
  counts: number[];
  starts: Record<number, number>;
  unit: number;
  x: number;
  anchor: "start" | "end";
}

function Side({ room, counts, starts, unit, x, anchor }: SideProps): VNode {
  const { letters, colours } = room;
  const away = anchor === "start" ? 1 : -1;
  return (
    <g>
      {counts.map((count, fate) => {
        if (count === 0) return null;
        const y = starts[fate]! + (count * unit) / 2;
        return (
          <g>
            <rect x={anchor === "start" ? x : x - 5} y={starts[fate]} width={5} height={Math.max(1, count * unit)} fill={colours.fates[fate]} />
            <WorldMark fate={fate} x={x + away * letters * 1.2} y={y} radius={letters * 0.5} room={room} />
            <text x={x + away * letters * 2.1} y={y + letters * 0.35} text-anchor={anchor} fill={colours.ink}>{`${count} ${FATES[fate]}`}</text>
          </g>
        );
      })}
    </g>
  );
}

const short = (text: string, letters: number) => (text.length > letters * 1.7 ? `${text.slice(0, Math.max(6, Math.floor(letters * 1.7)))}…` : text);

function tableOf(flows: Flow[], labels: [string, string]): Table {
  return { columns: [`${labels[0]}`, labels[1], "worlds"], rows: flows.map(({ from, to, count }) => [FATES[from]!, FATES[to]!, count]) };
}
