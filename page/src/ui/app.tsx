import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { fateSentence } from "./chart/fates";
import { Compare } from "./compare";
import { Community, Header } from "./header";
import { title } from "./titles";
import { Happens } from "./happens";
import { keep } from "./keep";
import { Levers } from "./levers";
import { PhaseMap } from "./map";
import type { Engine } from "./model";
import { People } from "./people";
import { isChanged } from "./scenario";
import type { Follower } from "./simulate";
import { Stall } from "./stall";
import { say, store, TABS, type Tab } from "./state";
import { usePart } from "./store";
import { useDark } from "./theme";
import { Tour } from "./tour";
import { Trust } from "./trust";

interface Props {
  engine: Engine | null;
  follower: Follower | null;
  /** Why nothing can be computed, where this is so. */
  fault: string | null;
}

export function App({ engine, follower, fault }: Props): VNode {
  const theme = usePart(store, (state) => state.theme);
  const presenting = usePart(store, (state) => state.presenting);
  const leversOpen = usePart(store, (state) => state.leversOpen);
  const dark = useDark(theme);
  useEffect(() => {
    document.documentElement.dataset["theme"] = dark ? "dark" : "light";
    store.set({ dark });
  }, [dark]);
  useEffect(() => void document.documentElement.toggleAttribute("data-presenting", presenting), [presenting]);
  useEffect(() => {
    const leave = (event: KeyboardEvent) => event.key === "Escape" && store.set({ presenting: false, tour: null });
    addEventListener("keydown", leave);
    return () => removeEventListener("keydown", leave);
  }, []);
  return (
    <div class={`page${presenting ? " presenting" : ""}${leversOpen ? " levers-open" : ""}`}>
      {presenting ? <PresentingBar /> : <Header />}
      <Message />
      {fault !== null && <p class="message fault" role="alert">{fault}</p>}
      <div class="columns">
        <aside aria-label="Community and levers">
          <Community />
          <Levers />
        </aside>
        <main>
          {fault === null && <Status follower={follower} />}
          <Tabs />
          {engine !== null && <Body engine={engine} />}
        </main>
      </div>
      <Foot />
      <Tour />
    </div>
  );
}

function PresentingBar(): VNode {
  const base = usePart(store, (state) => state.base);
  const changed = usePart(store, (state) => isChanged(state.base, state.scenario));
  return (
    <header class="top">
      <h1>{title(base.name)}{changed && <small> changed</small>}</h1>
      <Aside />
      <button type="button" onClick={() => store.set({ presenting: false })}>Leave presentation (Esc)</button>
    </header>
  );
}

/** On a narrow screen: the finding, and the way to the levers and back. */
function Foot(): VNode {
  const open = usePart(store, (state) => state.leversOpen);
  const runs = usePart(store, (state) => state.runs);
  const turn = () => {
    store.set({ leversOpen: !open });
    scrollTo(0, 0);
  };
  return (
    <div class="foot">
      <p>{runs.length > 0 && fateSentence(runs.slice(0, 100))}</p>
      <button type="button" class="main" onClick={turn}>{open ? "Results" : "Levers"}</button>
    </div>
  );
}

function Message(): VNode {
  const message = usePart(store, (state) => state.message);
  return (
    <div aria-live="polite">
      {message !== null && (
        <p class="message">
          <span>{message}</span>
          <button type="button" aria-label="Close this message" onClick={() => say(null)}>✕</button>
        </p>
      )}
    </div>
  );
}

const seconds = (count: number) => (count < 90 ? `${Math.ceil(count)} seconds` : `${Math.ceil(count / 60)} minutes`);

/** How far the runs are; before long ones, how long they take. */
function Status({ follower }: { follower: Follower | null }): VNode {
  const { done, wanted, seconds: long, state, fault } = usePart(store, (all) => all.progress);
  const slow = state === "running" && long !== null && long > 2;
  return (
    <div class="status-line">
      <progress max={wanted} value={done} aria-label="Runs done" hidden={state !== "running"} />
      <p>
        {state === "running" && `${done} of ${wanted} runs${slow ? `, about ${seconds(long)}` : ""}`}
        {state === "done" && `${done} runs of the model, computed here`}
        {state === "stopped" && "Stopped."}
        {state === "refused" && fault}
        {state === "asking" && `The first ${wanted} runs of so large a community take about ${seconds(long ?? 0)}.`}
      </p>
      {slow && <button type="button" onClick={() => follower?.stop()}>Stop</button>}
      {(state === "asking" || state === "stopped") && <button type="button" class="main" onClick={() => follower?.go()}>Run them</button>}
      <span class="keep">
        <Aside />
      </span>
    </div>
  );
}

/** To bet before one sees, and to keep a variant for comparison. */
function Aside(): VNode {
  const tab = usePart(store, (all) => all.tab);
  const betting = usePart(store, (all) => all.betting);
  const kept = usePart(store, (all) => all.kept);
  const ready = usePart(store, (all) => all.runs.length > 0);
  return (
    <>
      {tab === "happens" && betting === null && <button type="button" onClick={() => store.set({ betting: store.get().series[0]! })} title="Let the class draw what it expects, before it sees what happens">Place your bets</button>}
      {kept !== null && <button type="button" onClick={() => store.set({ kept: null })} title={`Forget “${kept.label}”`}>Forget kept</button>}
      <button type="button" disabled={!ready} onClick={keep} title="Set this variant aside, and see what the next change does to the same worlds">Keep to compare</button>
    </>
  );
}

function Tabs(): VNode {
  const tab = usePart(store, (state) => state.tab);
  const names = Object.keys(TABS) as Tab[];
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const next = names[(names.indexOf(tab) + step + names.length) % names.length]!;
    store.set({ tab: next });
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label="Views" onKeyDown={move}>
      {names.map((name) => (
        <button type="button" role="tab" id={`tab-${name}`} aria-selected={tab === name} aria-controls="view" tabIndex={tab === name ? 0 : -1} onClick={() => store.set({ tab: name })}>
          {TABS[name]}
        </button>
      ))}
    </div>
  );
}

function Body({ engine }: { engine: Engine }): VNode {
  const tab = usePart(store, (state) => state.tab);
  return (
    <div id="view" role="tabpanel" aria-labelledby={`tab-${tab}`} tabIndex={-1}>
      {tab === "happens" && <Happens />}
      {tab === "compare" && <Compare engine={engine} />}
      {tab === "people" && <People engine={engine} />}
      {tab === "stall" && <Stall engine={engine} />}
      {tab === "map" && <PhaseMap engine={engine} />}
      {tab === "trust" && <Trust />}
    </div>
  );
}
