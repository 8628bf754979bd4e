import type { VNode } from "preact";
import { LEVERS, SETTINGS, SOURCE_KINDS, SOURCES, STAMP, THEORY, VERSION, type Parameter } from "./model";
import { plain } from "./scenario";
import { sentence } from "./slider";

const ALL = [...Object.values(LEVERS), ...Object.values(THEORY), ...Object.values(SETTINGS)];
const count = (status: string, among: Parameter[] = ALL) => among.filter((parameter) => parameter.status === status).length;

/** What is assumed, what intervals cover, and how far to trust what the page shows. */
export function Trust(): VNode {
  const theory = Object.values(THEORY);
  return (
    <div class="trust">
      <h2>A thinking aid, not a forecast</h2>
      <p>
        Each world is a run of an agent-based model: people with jobs, traits and moods visit, read, ask, answer, meet, and form habits, day by day.
        The page computes it here, in your browser; nothing is sent anywhere. It is the very model that the command line runs, to the last digit: the same seed gives the same world on both.
      </p>
      <h2>What is known, and what is assumed</h2>
      <p>
        Of {ALL.length} numbers, {count("sourced")} are <b>sourced</b> (published values), {count("calibrated")} <b>calibrated</b> (set so that the model shows patterns of real communities) and {count("assumed")} <b>assumed</b>.
        Every lever is assumed: studies say which way it works, hardly ever how much. No study gives the effect of one of the seven Cs as such, nor the best rhythm of events.
      </p>
      <ul>
        <li><b>Trust directions and orders</b> (this matters more than that, for such a community) before sizes, and differences between two variants before single numbers.</li>
        <li><b>Bands and intervals cover luck:</b> other people, days and chances in the same community. They do not cover parameters that may be wrong.</li>
        <li><b>Look at a hundred worlds, never at one.</b> The same community may flourish or stall; what a change does is how many worlds it moves.</li>
        <li><b>Before money or people depend on it,</b> let the command line vary the uncertain numbers too: save the community here, then run <code>community sensitivity ./file.yaml</code>.</li>
      </ul>
      <h2>Every constant of the theory</h2>
      <p>{theory.length} constants are shared by all communities: {count("sourced", theory)} sourced, {count("calibrated", theory)} calibrated, {count("assumed", theory)} assumed.</p>
      <details class="table">
        <summary>Show them all</summary>
        <div class="scroll wide-text" tabIndex={0} role="region" aria-label="Constants of the theory">
          <table>
            <thead><tr>{["constant", "value", "unit", "status", "what it is", "source"].map((column) => <th scope="col">{column}</th>)}</tr></thead>
            <tbody>{theory.map((one) => <Constant parameter={one} />)}</tbody>
          </table>
        </div>
      </details>
      <p class="status">Version {VERSION}, model {STAMP}. Two pages of the same model give the same numbers.</p>
    </div>
  );
}

function Constant({ parameter }: { parameter: Parameter }): VNode {
  const source = SOURCES[parameter.source];
  return (
    <tr>
      <th scope="row">{parameter.label}</th>
      <td>{plain(parameter.default)}</td>
      <td>{parameter.unit}</td>
      <td>{parameter.status}</td>
      <td>{sentence(parameter.meaning)}</td>
      <td>{source === undefined ? "" : `${source.citation} (${SOURCE_KINDS[source.kind]})`}</td>
    </tr>
  );
}
