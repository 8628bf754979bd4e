import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type Simulation, type SimulationLinkDatum, type SimulationNodeDatum } from "d3-force";
import type { Live } from "./model";
import { DORMANT, PRESENT } from "./person";

/** Members drawn at most: those who have come most often. */
export const MOST_DRAWN = 500;

export interface Dot extends SimulationNodeDatum {
  seat: number;
  x: number;
  y: number;
}

export interface Line extends SimulationLinkDatum<Dot> {
  source: Dot;
  target: Dot;
  weight: number;
}

/** An answer given lately, from the one who answered to the one who had asked. */
interface Answer {
  from: number;
  to: number;
  day: number;
}

const GOLDEN = Math.PI * (3 - Math.sqrt(5));

/** Where everybody stands: those who work or talk together are drawn together. */
export class Network {
  dots: Dot[] = [];
  ties: Line[] = [];
  colleagues: Line[] = [];
  answers: Answer[] = [];
  hidden = 0;
  private readonly known: Map<number, Dot>;
  private readonly simulation: Simulation<Dot, Line>;
  private readonly given: [number, number][];

  /** `before` is the same community at another time: everybody stays where they were. */
  constructor(private readonly live: Live, before?: Network) {
    this.known = before?.known ?? new Map();
    const { from, to } = live.colleagues();
    this.given = Array.from(from, (seat, place) => [seat, to[place]!]);
    this.simulation = forceSimulation<Dot, Line>([])
      .force("push", forceManyBody<Dot>().strength(-34).distanceMax(260))
      .force("room", forceCollide<Dot>(9))
      .force("x", forceX<Dot>(0).strength(0.06))
      .force("y", forceY<Dot>(0).strength(0.085))
      .stop();
    this.follow();
    this.settle(before === undefined ? 160 : 20);
  }

  /** Take up who is here now, and who knows whom. */
  follow(): void {
    const { persons } = this.live;
    const [status, team, visits] = [persons["status"]!, persons["team"]!, persons["visits"]!];
    let seats = [...status.keys()].filter((seat) => status[seat] === PRESENT || status[seat] === DORMANT);
    this.hidden = Math.max(0, seats.length - MOST_DRAWN);
    if (this.hidden > 0) seats = seats.sort((one, other) => visits[other]! - visits[one]!).slice(0, MOST_DRAWN);
    this.dots = seats.map((seat) => this.dot(seat, team[seat]!));
    const here = new Map(this.dots.map((dot) => [dot.seat, dot]));
    const line = (from: number, to: number, weight: number): Line[] => {
      const [source, target] = [here.get(from), here.get(to)];
      return source === undefined || target === undefined ? [] : [{ source, target, weight }];
    };
    const { from, to, weight } = this.live.ties();
    this.ties = Array.from(from).flatMap((seat, place) => line(seat, to[place]!, weight[place]!));
    this.colleagues = this.given.flatMap(([one, other]) => line(one, other, 0));
    this.simulation.nodes(this.dots);
    const pull = (one: Line) => 0.03 + 0.25 * one.weight;
    this.simulation.force("tie", forceLink<Dot, Line>([...this.ties, ...this.colleagues]).distance(34).strength(pull));
  }

  /** Note the answers of the days just lived. */
  hear(): void {
    const { day, seat, kind, target } = this.live.events();
    const replies = Array.from(kind ?? []).flatMap((one, place) => (one === REPLY && target![place]! >= 0 ? [{ from: seat![place]!, to: target![place]!, day: day![place]! }] : []));
    this.answers = [...this.answers.filter((answer) => this.live.day - answer.day <= FRESH), ...replies];
  }

  /** Move everybody a little. */
  step(heat = 0.12): void {
    this.simulation.alpha(heat).tick();
  }

  settle(steps: number): void {
    for (let step = 0; step < steps; step++) this.step(0.5 * (1 - step / steps));
  }

  /** The dot nearest to a place, if any is near. */
  near(x: number, y: number, reach: number): Dot | undefined {
    return this.simulation.find(x, y, reach);
  }

  /** A newcomer appears beside the team. */
  private dot(seat: number, team: number): Dot {
    const old = this.known.get(seat);
    if (old !== undefined) return old;
    const [radius, angle] = [22 * Math.sqrt(team + 0.5), GOLDEN * team];
    const aside = GOLDEN * seat;
    const fresh = { seat, x: radius * Math.cos(angle) + 9 * Math.cos(aside), y: radius * Math.sin(angle) + 9 * Math.sin(aside) };
    this.known.set(seat, fresh);
    return fresh;
  }
}

/** Days for which an answer stays visible. */
export const FRESH = 7;
const REPLY = 3;
