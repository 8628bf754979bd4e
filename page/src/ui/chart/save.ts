import { render, type VNode } from "preact";
import type { Room, Table } from "./figure";

const XMLNS = "http://www.w3.org/2000/svg";
const MARGIN = 24;
const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif";

/** Hand a text or picture to the browser as a file to keep. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export function saveCsv(name: string, table: Table): void {
  const cell = (value: string | number) => {
    const text = typeof value === "number" && !Number.isFinite(value) ? "" : String(value);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = [table.columns, ...table.rows].map((row) => row.map(cell).join(","));
  saveFile(`${name}.csv`, new Blob([lines.join("\n") + "\n"], { type: "text/csv" }));
}

/** Save a chart on light paper, with its finding above and its note below. */
export async function savePicture(kind: "png" | "svg", name: string, title: string, note: string | undefined, drawing: VNode, room: Room): Promise<void> {
  const { picture, width, height } = compose(title, note ?? "", drawing, room);
  const text = new XMLSerializer().serializeToString(picture);
  const svg = new Blob([text], { type: "image/svg+xml" });
  saveFile(`${name}.${kind}`, kind === "svg" ? svg : await painted(svg, width, height));
}

function compose(title: string, note: string, drawing: VNode, room: Room): { picture: SVGSVGElement; width: number; height: number } {
  const holder = document.createElement("div");
  render(drawing, holder);
  const inner = holder.querySelector("svg")!;
  const perLine = Math.floor((room.width - 20) / (room.letters * 0.62));
  const above = lines(title, perLine * 0.85);
  const below = lines(note, perLine * 1.15);
  const top = MARGIN + above.length * room.letters * 1.7;
  const width = room.width + 2 * MARGIN;
  const height = top + room.height + below.length * room.letters * 1.4 + 1.5 * MARGIN;
  const picture = document.createElementNS(XMLNS, "svg");
  for (const [key, value] of Object.entries({ xmlns: XMLNS, width, height, viewBox: `0 0 ${width} ${height}`, "font-family": FONT })) {
    picture.setAttribute(key, String(value));
  }
  const ground = document.createElementNS(XMLNS, "rect");
  for (const [key, value] of Object.entries({ width, height, fill: room.colours.paper })) ground.setAttribute(key, String(value));
  picture.append(ground);
  write(picture, above, MARGIN, MARGIN + room.letters, room.letters * 1.25, room.colours.ink, "600");
  inner.setAttribute("x", String(MARGIN));
  inner.setAttribute("y", String(top));
  picture.append(inner);
  write(picture, below, MARGIN, top + room.height + 1.4 * room.letters, room.letters * 0.85, room.colours.quiet, "400");
  return { picture, width, height };
}

function write(picture: SVGSVGElement, texts: string[], x: number, y: number, size: number, colour: string, weight: string): void {
  texts.forEach((text, line) => {
    const element = document.createElementNS(XMLNS, "text");
    const place = { x, y: y + line * size * 1.35, "font-size": size, fill: colour, "font-weight": weight };
    for (const [key, value] of Object.entries(place)) element.setAttribute(key, String(value));
    element.textContent = text;
    picture.append(element);
  });
}

function lines(text: string, longest: number): string[] {
  const found: string[] = [];
  for (const word of text.split(" ").filter(Boolean)) {
    const last = found.at(-1);
    if (last !== undefined && last.length + word.length < longest) found[found.length - 1] = `${last} ${word}`;
    else found.push(word);
  }
  return found;
}

async function painted(svg: Blob, width: number, height: number): Promise<Blob> {
  const address = URL.createObjectURL(svg);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = 2 * width;
    canvas.height = 2 * height;
    const pen = canvas.getContext("2d")!;
    pen.scale(2, 2);
    pen.drawImage(image, 0, 0, width, height);
    return await new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture"))), "image/png"));
  } finally {
    URL.revokeObjectURL(address);
  }
}
