import type { VNode } from "preact";
import { FanFigure } from "./chart/fan";
import { FatesFigure } from "./chart/fates";
import { Rewards } from "./chart/rewards";
import { BetPanel } from "./bets";
import { SERIES, seriesNamed } from "./series";
import { store } from "./state";
import { usePart } from "./store";
import { Timeline } from "./timeline";

const MOST = 4;

/** What becomes of the community: courses, fates, rewards and costs, with the plan below. */
export function Happens(): VNode {
  const runs = usePart(store, (state) => state.runs);
  const shown = usePart(store, (state) => state.shown);
  const kept = usePart(store, (state) => state.kept);
  const series = usePart(store, (state) => state.series);
  const running = usePart(store, (state) => state.progress.state === "running");
  const bets = usePart(store, (state) => state.bets);
  const betting = usePart(store, (state) => state.betting);
  const presenting = usePart(store, (state) => state.presenting);
  const planned = usePart(store, (state) => state.scenario.plan.length + state.scenario.reactions.length > 0);
  const enter = (world: number) => store.set({ world, member: null, tab: "people" });
  const dashed = kept === null || kept.runs.length === 0 ? null : kept;
  return (
    <div class="happens">
      {betting !== null && <BetPanel series={seriesNamed(betting)} />}
      {betting === null && runs.length === 0 && <p class="empty first">{running ? "Living the first worlds…" : "Nothing has been run yet."}</p>}
      {betting === null && runs.length > 0 && (
        <div class="first">
          <FatesFigure runs={runs} onEnter={enter} />
          <div>
            <SeriesChoice chosen={series} />
            <div class={`fans of-${series.length}`}>
              {series.map((name) => (
                <FanFigure key={name} series={seriesNamed(name)} runs={runs} scenario={shown} kept={dashed} bets={bets.filter((bet) => bet.series === name)} height={(series.length === 1 ? 340 : 230) + (presenting && series.length < 3 ? 60 : 0)} />
              ))}
            </div>
          </div>
        </div>
      )}
      {(planned || !presenting) && <Timeline />}
      {runs.length > 0 && betting === null && <Rewards runs={runs} kept={dashed} />}
    </div>
  );
}

function SeriesChoice({ chosen }: { chosen: string[] }): VNode {
  const toggle = (name: string) => {
    const without = chosen.filter((one) => one !== name);
    const next = chosen.includes(name) ? without : [...chosen, name].slice(-MOST);
    if (next.length > 0) store.set({ series: SERIES.map((one) => one.name).filter((one) => next.includes(one)) });
  };
  return (
    <div class="chips" role="group" aria-label="Courses to draw, up to four">
      {SERIES.map((one) => (
        <button type="button" aria-pressed={chosen.includes(one.name)} onClick={() => toggle(one.name)}>{one.label}</button>
      ))}
    </div>
  );
}
