import { variantLabel } from "./keep";
import { STAMP, type Scenario } from "./model";
import { plainOf } from "./plain_data";
import { scenarioFrom } from "./reader";
import { seriesNamed } from "./series";
import { choose, say, store, TABS, type Tab } from "./state";
import { Refused } from "./values";

const LONGEST = 20_000;
const LARGEST = 400_000;

/** What a link holds: the community as it is, as it was chosen and as it was kept; what is looked at; and the model that made it. */
interface Linked {
  stamp: string;
  scenario: Scenario;
  base: Scenario;
  kept: Scenario | null;
  series: string[];
  tab: Tab;
}

async function through(bytes: Uint8Array<ArrayBuffer>, stream: CompressionStream | DecompressionStream): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > LARGEST) {
      await reader.cancel();
      throw new Refused("it holds more than a community");
    }
    parts.push(value as Uint8Array<ArrayBuffer>);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** The fragment that holds everything; nothing of it is sent to anybody. */
async function fragmentOf(linked: Linked): Promise<string> {
  const bytes = await through(new TextEncoder().encode(JSON.stringify({ ...linked, scenario: plainOf(linked.scenario), base: plainOf(linked.base), kept: linked.kept && plainOf(linked.kept) })), new CompressionStream("deflate-raw"));
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return `#community=${text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}

async function readFragment(fragment: string): Promise<Linked> {
  const text = /^#community=([A-Za-z0-9_-]+)$/.exec(fragment)?.[1];
  if (text === undefined || text.length > LONGEST) throw new Refused("it holds no community");
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
    const data = JSON.parse(new TextDecoder().decode(await through(bytes, new DecompressionStream("deflate-raw")))) as Partial<Linked>;
    const names = Array.isArray(data.series) ? data.series.filter((name) => seriesNamed(String(name)).name === name) : [];
    return {
      stamp: String(data.stamp).slice(0, 40),
      scenario: scenarioFrom(data.scenario),
      base: scenarioFrom(data.base),
      kept: data.kept === null || data.kept === undefined ? null : scenarioFrom(data.kept),
      series: names.length > 0 ? names.slice(0, 4) : ["contributors"],
      tab: typeof data.tab === "string" && Object.hasOwn(TABS, data.tab) ? data.tab : "happens",
    };
  } catch (fault) {
    throw fault instanceof Refused ? fault : new Refused("it is damaged; ask for it again");
  }
}

/** Put the link into the address bar, and on the clipboard where the browser allows. */
export async function copyLink(): Promise<void> {
  const { scenario, base, kept, series, tab } = store.get();
  history.replaceState(null, "", await fragmentOf({ stamp: STAMP, scenario, base, kept: kept?.scenario ?? null, series, tab }));
  const copied = await navigator.clipboard?.writeText(location.href).then(() => true, () => false);
  say(`${copied ? "The link is copied; it also stands" : "The link stands"} in the address bar. It holds the whole community, and replays these very runs.`);
}

/** Load what the address holds, if it holds anything. */
export async function followLink(): Promise<void> {
  if (location.hash.length < 2) return;
  try {
    const { stamp, scenario, base, kept, series, tab } = await readFragment(location.hash);
    choose(base, scenario);
    store.set({ series, tab, kept: kept && { label: variantLabel(base, kept), scenario: kept, runs: [] } });
    if (stamp !== STAMP) say(`This link was made with another version of the model (${stamp}; this page has ${STAMP}): its numbers may differ.`);
  } catch (fault) {
    say(`The link cannot be used: ${fault instanceof Refused ? fault.message : "it is damaged"}.`);
  }
}
