import type { VNode } from "preact";
import { BUNDLED, STAMP, VERSION } from "./model";
import { signed } from "./keep";
import { openFile, saveScenario } from "./files";
import { copyLink } from "./link";
import { bundled, choose, store } from "./state";
import { usePart } from "./store";
import type { Theme } from "./theme";
import { title } from "./titles";

export function Header(): VNode {
  return (
    <header class="top">
      <h1>Community Dynamics</h1>
      <nav aria-label="Page">
        <label class="button">
          Open<span class="wide">&nbsp;a file</span>
          <input type="file" accept=".yaml,.yml" class="hidden" aria-label="Open a community's YAML file" onChange={(event) => void opened(event.currentTarget)} />
        </label>
        <button type="button" onClick={() => saveScenario(signed(store.get().base, store.get().scenario))}>Save</button>
        <button type="button" onClick={() => void copyLink()}>Share</button>
        <button type="button" onClick={() => store.set({ tour: 0 })}>Tour</button>
        <button type="button" class="wide" onClick={() => store.set({ presenting: true })}>Present</button>
        <ThemeSwitch />
      </nav>
    </header>
  );
}

async function opened(input: HTMLInputElement): Promise<void> {
  const file = input.files?.[0];
  if (file !== undefined) await openFile(file);
  input.value = "";
}

const NEXT: Record<Theme, Theme> = { system: "dark", dark: "light", light: "system" };
const MARKS: Record<Theme, string> = { system: "◐", dark: "●", light: "○" };

function ThemeSwitch(): VNode {
  const theme = usePart(store, (state) => state.theme);
  const now = theme === "system" ? "as the system wishes" : theme;
  return (
    <button type="button" title={`Light or dark: ${now}`} aria-label={`Light or dark: ${now}; switch to ${NEXT[theme]}`} onClick={() => store.set({ theme: NEXT[theme] })}>
      {MARKS[theme]}
    </button>
  );
}

/** Which community this is, and its story. */
export function Community(): VNode {
  const base = usePart(store, (state) => state.base);
  const known = BUNDLED.some((one) => one.scenario.name === base.name);
  const fitted = BUNDLED.filter((one) => one.id.startsWith("fitted/"));
  const shipped = BUNDLED.filter((one) => !one.id.startsWith("fitted/"));
  return (
    <section class="community">
      <label for="community">Community</label>
      <select id="community" value={known ? base.name : ""} onChange={(event) => choose(bundled(event.currentTarget.value))}>
        {!known && <option value="">{title(base.name)}</option>}
        <optgroup label="Communities in words">{shipped.map((one) => <option value={one.id}>{title(one.id)}</option>)}</optgroup>
        <optgroup label="Fitted to real ones">{fitted.map((one) => <option value={one.id}>{title(one.id)}</option>)}</optgroup>
      </select>
      <p class="story">{base.story}</p>
      <details class="about">
        <summary>Where its numbers come from</summary>
        <p>{base.source}</p>
        <p class="status">Version {VERSION}, model {STAMP}</p>
      </details>
    </section>
  );
}
