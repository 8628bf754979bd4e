import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Figure, type Room, type Table } from "./chart/figure";
import { Frame, pathOf, scalesOf } from "./chart/frame";
import { liveTwice, mostDifferent, visits, type Life, type Lives } from "./lives";
import type { Engine, Scenario } from "./model";
import { dayWords } from "./plan";
import { days, setting } from "./scenario";
import { store } from "./state";
import { usePart } from "./store";

const WORLDS = 100;
/** Seats times days up to which a world is lived twice at once, on the page itself. */
const MOST = 40_000_000;

interface Props {
  engine: Engine;
  before: Scenario;
  after: Scenario;
  labels: [string, string];
}

/** One member in two worlds that differ by the change alone. */
export function Twins({ engine, before, after, labels }: Props): VNode {
  const world = usePart(store, (state) => state.world);
  const [lives, setLives] = useState<Lives | null>(null);
  const [member, setMember] = useState(0);
  const large = setting(after, "seats") * days(after) > MOST;
  useEffect(() => {
    if (large) return;
    const controller = new AbortController();
    void liveTwice(engine, before, after, world, controller.signal).then((found) => {
      if (found === null) return;
      setMember(mostDifferent(found));
      setLives(found);
    });
    return () => controller.abort();
  }, [engine, before, after, world, large]);
  if (large) return <p class="hint">This community is too large to follow one member in two worlds here; give it fewer seats or days.</p>;
  return (
    <section class="twins">
      <h2>Twins: one member in two worlds</h2>
      <p class="hint">Seat by seat, the same person with the same luck lives in both worlds. The first shown is the one whose lives differ most.</p>
      <div class="typed">
        <label>World <select value={world} onChange={(event) => store.set({ world: Number(event.currentTarget.value) })}>
          {Array.from({ length: WORLDS }, (_, seed) => <option value={seed}>{seed}</option>)}
        </select></label>
        {lives !== null && (
          <label>Member <select value={member} onChange={(event) => setMember(Number(event.currentTarget.value))}>
            {lives.parting.map((_, seat) => <option value={seat}>{seat}</option>)}
          </select></label>
        )}
      </div>
      {lives === null ? <p>Living both lives…</p> : <TwinFigure lives={lives} member={member} labels={labels} scenario={after} />}
    </section>
  );
}

interface FigureProps {
  lives: Lives;
  member: number;
  labels: [string, string];
  scenario: Scenario;
}

function TwinFigure({ lives, member, labels, scenario }: FigureProps): VNode {
  const [one, other] = [lives.before[member]!, lives.after[member]!];
  const parting = lives.parting[member];
  const title = parting === null || parting === undefined
    ? `Member ${member} lives the same life in both worlds`
    : `Member ${member}: the lives part on ${dayWords(parting.day, scenario)}, when this member ${parting.by}`;
  const note = `Lines: motivation while present. Ticks below: days of coming, ${visits(one)} in the first world (${labels[0]}) and ${visits(other)} in the second (${labels[1]}).`;
  const draw = (room: Room) => <Courses room={room} lives={lives} member={member} labels={labels} title={title} />;
  return <Figure name="twins" title={title} note={note} height={300} table={tableOf(one, other, labels)} draw={draw} />;
}

function Courses({ room, lives, member, labels, title }: { room: Room; lives: Lives; member: number; labels: [string, string]; title: string }): VNode {
  const rugs = room.letters * 3;
  const scales = scalesOf({ ...room, height: room.height - rugs }, lives.days, 1, true);
  const both: [Life, string][] = [[lives.before[member]!, room.colours.kept], [lives.after[member]!, room.colours.now]];
  const parting = lives.parting[member];
  return (
    <Frame room={{ ...room }} scales={{ ...scales, bottom: scales.bottom + rugs }} days={lives.days} unit="Motivation, 0 to 1" label={title}>
      {parting && <line x1={scales.x(parting.day)} x2={scales.x(parting.day)} y1={scales.top} y2={scales.bottom + rugs} stroke={room.colours.ink} stroke-dasharray="4 4" />}
      {both.map(([life, colour], row) => {
        const xs = Array.from(life.motivation, (_, day) => scales.x(day + 0.5));
        const y = scales.bottom + room.letters * (0.6 + 1.15 * row);
        const ticks = Array.from(life.came).flatMap((came, day) => (came ? [`M${xs[day]!.toFixed(1)} ${y}v${room.letters * 0.9}`] : [])).join("");
        return (
          <g>
            <path d={pathOf(xs, Array.from(life.motivation, scales.y))} fill="none" stroke={colour} stroke-width={room.letters / 6} stroke-dasharray={row === 0 ? "9 5" : ""} />
            <path d={ticks} stroke={colour} stroke-width="1.4" />
            <text x={scales.left - 6} y={y + room.letters * 0.85} text-anchor="end" font-size={room.letters * 0.85} fill={colour}>{row === 0 ? "1st" : "2nd"}</text>
            <text x={scales.right - 4} y={scales.top + room.letters * (0.9 + 1.3 * row)} text-anchor="end" fill={colour}>{row === 0 ? `dashed: ${labels[0]}` : `line: ${labels[1]}`}</text>
          </g>
        );
      })}
    </Frame>
  );
}

function tableOf(one: Life, other: Life, labels: [string, string]): Table {
  return {
    columns: ["day", `motivation, ${labels[0]}`, `came, ${labels[0]}`, `motivation, ${labels[1]}`, `came, ${labels[1]}`],
    rows: Array.from(one.motivation, (value, day) => [day, value, one.came[day]!, other.motivation[day]!, other.came[day]!]),
  };
}
