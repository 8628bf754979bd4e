import type { VNode } from "preact";
import { useId } from "preact/hooks";
import { DIALS, SOURCE_KINDS, SOURCES, type Parameter } from "./model";
import { plain, spoken } from "./scenario";

/** How a slider's way from 0 to 1 turns into values: straight, or finer near zero where a range is very wide. */
interface Way {
  at(value: number): number;
  value(at: number): number;
}

function wayOf(parameter: Parameter): Way {
  const { low, high } = parameter;
  const anchors = Object.values(DIALS).map((levers) => levers[parameter.name]?.[2] ?? low);
  const usual = (Math.max(parameter.default, ...anchors) - low) / (high - low);
  const bend = usual > 0 && usual < 0.3 ? Math.log(usual) / Math.log(0.5) : 1;
  const round = (value: number) => {
    if (parameter.whole) return Math.round(value);
    return high - low <= 2 ? Math.round(value * 100) / 100 : Number(value.toPrecision(3));
  };
  return {
    at: (value) => Math.max(0, (value - low) / (high - low)) ** (1 / bend),
    value: (at) => Math.min(high, Math.max(low, round(low + (high - low) * at ** bend))),
  };
}

const FEW = 100;

interface Props {
  parameter: Parameter;
  value: number;
  changed: boolean;
  /** What holds the lever elsewhere, such as a failure that is on. */
  held?: string;
  onValue(value: number): void;
  onBack?(): void;
}

/** One number of the community, to be moved, looked up and put back. */
export function Lever({ parameter, value, changed, held, onValue, onBack }: Props): VNode {
  const id = useId();
  return (
    <div class={`lever${changed ? " changed" : ""}`} data-name={parameter.name}>
      <Head label={parameter.label} id={id} text={spoken(parameter, value)} changed={changed} onBack={onBack} />
      {parameter.choices.length > 0 ? (
        <select id={id} value={String(Math.round(value))} onChange={(event) => onValue(Number(event.currentTarget.value))}>
          {parameter.choices.map((choice, place) => <option value={String(place)}>{choice.replaceAll("_", " ")}</option>)}
        </select>
      ) : (
        <Range parameter={parameter} value={value} id={id} onValue={onValue} />
      )}
      {parameter.anchors !== null && <p class="anchor">{nearestAnchor(parameter.anchors, value)}</p>}
      {held !== undefined && <p class="anchor held">{held}</p>}
      <About parameter={parameter} value={value} onValue={onValue} />
    </div>
  );
}

function Range({ parameter, value, id, onValue }: { parameter: Parameter; value: number; id: string; onValue(value: number): void }): VNode {
  const { low, high } = parameter;
  const text = spoken(parameter, value);
  if (parameter.whole && high - low <= FEW) {
    return <input type="range" id={id} min={low} max={high} step={1} value={value} aria-valuetext={text} onInput={(event) => onValue(Number(event.currentTarget.value))} />;
  }
  const way = wayOf(parameter);
  return (
    <input type="range" id={id} min={0} max={1} step="any" value={way.at(value)} aria-valuetext={text}
      onInput={(event) => onValue(way.value(Number(event.currentTarget.value)))} />
  );
}

interface HeadProps {
  label: string;
  small?: string;
  id: string;
  text: string;
  changed: boolean;
  onBack?(): void;
}

/** What a slider sets, where it stands, and the way back. */
export function Head({ label, small, id, text, changed, onBack }: HeadProps): VNode {
  return (
    <div class="head">
      <label for={id}>{label}{small !== undefined && <small> {small}</small>}</label>
      <output for={id}>{text}</output>
      {changed && <button type="button" class="back" title="Put back as it was" aria-label={`Put back ${label}`} onClick={onBack}>↺</button>}
    </div>
  );
}

function nearestAnchor(anchors: readonly string[], value: number): string {
  const place = Math.round(value * 2);
  const between = Math.abs(value * 2 - place) > 0.3;
  if (!between) return anchors[place]!;
  const below = Math.floor(value * 2);
  return `between “${anchors[below]}” and “${anchors[below + 1]}”`;
}

const STATUS = {
  sourced: "Sourced: the value is a published one.",
  calibrated: "Calibrated: set so that the model shows patterns of real communities.",
  assumed: "Assumed: the source gives the idea, or the direction, not the value.",
};

/** Meaning, range, anchors, source and status of a parameter, and its exact value to type. */
function About({ parameter, value, onValue }: { parameter: Parameter; value: number; onValue(value: number): void }): VNode {
  const source = SOURCES[parameter.source];
  const type = (text: string) => {
    const typed = Number(text);
    if (text !== "" && Number.isFinite(typed) && typed >= parameter.low && typed <= parameter.high) onValue(parameter.whole ? Math.round(typed) : typed);
  };
  return (
    <details class="about">
      <summary aria-label={`About ${parameter.label}`}>about</summary>
      <p>{sentence(parameter.meaning)}</p>
      {parameter.anchors !== null && <p>0: {parameter.anchors[0]}. 0.5: {parameter.anchors[1]}. 1: {parameter.anchors[2]}.</p>}
      {parameter.choices.length === 0 && (
        <p>
          <label>
            Exactly{" "}
            <input type="number" step="any" min={parameter.low} max={parameter.high} value={value} onChange={(event) => type(event.currentTarget.value)} />
          </label>{" "}
          {`from ${plain(parameter.low)} to ${plain(parameter.high)}${parameter.unit === "0-1" ? "" : ` ${parameter.unit}`}; usually ${plain(parameter.default)}`}
        </p>
      )}
      <p class="status">{STATUS[parameter.status]}</p>
      {source !== undefined && <p class="status">{source.citation} ({SOURCE_KINDS[source.kind]}): {source.note}.</p>}
    </details>
  );
}

export function sentence(text: string): string {
  const upper = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(upper) ? upper : `${upper}.`;
}
