import type { Live } from "./model";
import { FRESH, type Dot, type Line, type Network } from "./network";
import { DORMANT } from "./person";
import type { Colours } from "./theme";

/** What colours say: the role, or a state from 0 to 1. */
export const COLOURINGS = ["role", "motivation", "safety", "strain", "habit"] as const;
export type Colouring = (typeof COLOURINGS)[number];

/** From dark blue to yellow, told apart by everybody (cividis). */
const SCALE = ["#00204d", "#2b3f6b", "#555b6c", "#7b7b78", "#a59c74", "#d3c064", "#ffe945"];

export function shade(value: number): string {
  return SCALE[Math.max(0, Math.min(SCALE.length - 1, Math.floor(value * SCALE.length)))]!;
}

export interface View {
  width: number;
  height: number;
  /** Pixels of the screen for each unit of the drawing. */
  zoom: number;
}

/** A view in which everybody fits, never so near that few people fill the picture. */
export function viewOf(dots: readonly Dot[], width: number, height: number): View {
  const reach = (of: (dot: Dot) => number) => dots.reduce((most, dot) => Math.max(most, Math.abs(of(dot))), 60) + 24;
  return { width, height, zoom: Math.min(2.2, width / 2 / reach((dot) => dot.x), height / 2 / reach((dot) => dot.y)) };
}

export function paint(pen: CanvasRenderingContext2D, view: View, network: Network, live: Live, colouring: Colouring, chosen: number | null, colours: Colours): void {
  const { persons, day } = live;
  const ratio = pen.canvas.width / view.width;
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, pen.canvas.width, pen.canvas.height);
  pen.setTransform(ratio * view.zoom, 0, 0, ratio * view.zoom, (ratio * view.width) / 2, (ratio * view.height) / 2);
  const fine = 1 / view.zoom;
  strokes(pen, network.colleagues, colours.line, 0.5 * fine, 0.7);
  for (const [low, high] of [[0, 0.34], [0.34, 0.67], [0.67, 1.01]] as const) {
    strokes(pen, network.ties.filter(({ weight }) => weight >= low && weight < high), colours.quiet, (0.6 + 1.8 * high) * fine, 0.12 + 0.28 * high);
  }
  const places = new Map(network.dots.map((dot) => [dot.seat, dot]));
  for (const { from, to, day: answered } of network.answers) {
    const [source, target] = [places.get(from), places.get(to)];
    if (source !== undefined && target !== undefined) arrow(pen, source, target, colours.kept, fine, 1 - (day - answered) / (FRESH + 1));
  }
  pen.globalAlpha = 1;
  for (const dot of network.dots) {
    const { seat, x, y } = dot;
    const radius = 3.2 + Math.min(6, 1.1 * Math.sqrt(persons["posts"]![seat]!));
    const here = persons["last_visit"]![seat]! >= day - 1;
    pen.beginPath();
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    if (persons["status"]![seat] === DORMANT) {
      pen.fillStyle = colours.paper;
      pen.strokeStyle = colours.quiet;
      pen.lineWidth = fine;
      pen.fill();
      pen.stroke();
    } else {
      pen.fillStyle = colouring === "role" ? colours.roles[persons["role"]![seat]!]! : shade(persons[colouring]![seat]!);
      pen.fill();
      pen.strokeStyle = here ? colours.ink : colours.paper;
      pen.lineWidth = (here ? 1.8 : 0.8) * fine;
      pen.stroke();
    }
    if (seat === chosen) ring(pen, dot, radius + 5, colours.ink, 2.5 * fine);
  }
}

function strokes(pen: CanvasRenderingContext2D, lines: readonly Line[], colour: string, width: number, alpha: number): void {
  pen.globalAlpha = alpha;
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.beginPath();
  for (const { source, target } of lines) {
    pen.moveTo(source.x, source.y);
    pen.lineTo(target.x, target.y);
  }
  pen.stroke();
}

function arrow(pen: CanvasRenderingContext2D, from: Dot, to: Dot, colour: string, fine: number, alpha: number): void {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const [x, y] = [to.x - 7 * Math.cos(angle), to.y - 7 * Math.sin(angle)];
  pen.globalAlpha = Math.max(0, alpha);
  pen.strokeStyle = colour;
  pen.lineWidth = 2 * fine;
  pen.beginPath();
  pen.moveTo(from.x, from.y);
  pen.lineTo(x, y);
  for (const side of [-0.5, 0.5]) {
    pen.moveTo(x, y);
    pen.lineTo(x - 6 * Math.cos(angle + side), y - 6 * Math.sin(angle + side));
  }
  pen.stroke();
}

function ring(pen: CanvasRenderingContext2D, { x, y }: Dot, radius: number, colour: string, width: number): void {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.stroke();
}
