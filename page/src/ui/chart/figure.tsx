import type { ComponentChildren, VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { store } from "../state";
import { usePart } from "../store";
import { coloursOf, type Colours } from "../theme";
import { saveCsv, savePicture } from "./save";

/** What a chart has to draw in: pixels, letters, colours. */
export interface Room {
  width: number;
  height: number;
  /** Size of the letters on axes, in pixels. */
  letters: number;
  colours: Colours;
}

export interface Table {
  columns: string[];
  rows: (string | number)[][];
}

interface Props {
  /** Name of the files that are saved. */
  name: string;
  /** The finding. */
  title: string;
  note?: string;
  /** In pixels; where it depends on the width, a function of it. */
  height: number | ((width: number) => number);
  table: Table;
  draw(room: Room): VNode;
  children?: ComponentChildren;
}

/** A chart with its finding, its table, and ways to save it. */
export function Figure({ name, title, note, height, table, draw, children }: Props): VNode {
  const dark = usePart(store, (state) => state.dark);
  const presenting = usePart(store, (state) => state.presenting);
  const [width, place] = useWidth();
  const letters = presenting ? 20 : 13;
  const high = (across: number) => (typeof height === "number" ? height : height(across));
  const room = { width, height: presenting ? Math.round(high(width / 1.55) * 1.55) : high(width), letters, colours: coloursOf(dark) };
  const paper: Room = { width: 960, height: typeof height === "number" ? 480 : Math.round(1.3 * height(960 / 1.3)), letters: 17, colours: coloursOf(false) };
  return (
    <figure class="figure">
      <figcaption class="finding">{title}</figcaption>
      <div class="drawing" ref={place}>
        {width > 0 && draw(room)}
      </div>
      {children}
      {note !== undefined && <p class="note">{note}</p>}
      <div class="behind">
        <details class="table">
          <summary>Table</summary>
          <div class="scroll" tabIndex={0} role="region" aria-label={`Table: ${title}`}>
            <TableOf table={table} />
          </div>
        </details>
        <span class="save" role="group" aria-label="Save this chart">
          <button type="button" onClick={() => void savePicture("png", name, title, note, draw(paper), paper)}>PNG</button>
          <button type="button" onClick={() => void savePicture("svg", name, title, note, draw(paper), paper)}>SVG</button>
          <button type="button" onClick={() => saveCsv(name, table)}>CSV</button>
        </span>
      </div>
    </figure>
  );
}

/** At most so many rows are shown; the saved table holds all. */
const MOST_ROWS = 120;

function TableOf({ table }: { table: Table }): VNode {
  const cells = (row: (string | number)[]) =>
    row.map((cell, place) => (place === 0 ? <th scope="row">{cell}</th> : <td>{typeof cell === "number" ? short(cell) : cell}</td>));
  const step = Math.ceil(table.rows.length / MOST_ROWS);
  return (
    <table>
      <thead>
        <tr>{table.columns.map((column) => <th scope="col">{column}</th>)}</tr>
      </thead>
      <tbody>
        {table.rows.filter((_, place) => place % step === 0).map((row) => <tr>{cells(row)}</tr>)}
      </tbody>
    </table>
  );
}

const short = (value: number) => (Number.isFinite(value) ? String(Number(value.toPrecision(4))) : "none");

/** Width of an element in pixels, followed as the window changes; 0 until it is there. */
export function useWidth(): [number, (element: HTMLElement | null) => void] {
  const [element, setElement] = useState<HTMLElement | null>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (element === null) return;
    const watcher = new ResizeObserver((entries) => setWidth(Math.floor(entries[0]!.contentRect.width)));
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [element]);
  return [width, setElement];
}
