import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { store, type Tab } from "./state";
import { usePart } from "./store";

interface Step {
  heading: string;
  text: string;
  /** What the step is about: it is brought into view and framed. */
  target: string;
  tab: Tab;
}

const STEPS: Step[] = [
  { heading: "A community, lived a hundred times", text: "Choose a community and read its story. The page lives it many times over, each time with other luck.", target: ".community", tab: "happens" },
  { heading: "What becomes of it", text: "Each disc is one world. Full discs flourish, half-full ones hold, rings have stalled, crosses are dead. The courses show the middle of all worlds, and how far luck spreads them.", target: ".first", tab: "happens" },
  { heading: "Change something", text: "Switch a failure on, or move a dial: the worlds are lived again at once. What differs is marked, and can be put back. To change things for a time, place a bar on the timeline.", target: ".failures", tab: "happens" },
  { heading: "The same people, twice", text: "Keep a variant, then change something: Compare shows what the change did to the very same worlds, and on which day one member's two lives part.", target: ".keep", tab: "compare" },
  { heading: "Who is here, who answers whom", text: "Play one world day by day, and click a dot to read a member's story. Why it stalls and How far to trust it are for when you wonder.", target: ".tabs", tab: "people" },
];

/** Five steps for someone who has never seen the page. */
export function Tour(): VNode | null {
  const step = usePart(store, (state) => state.tour);
  const box = useRef<HTMLDivElement>(null);
  const shown = step === null ? null : STEPS[step]!;
  useEffect(() => {
    if (shown === null) return;
    store.set({ tab: shown.tab, presenting: false });
    const later = requestAnimationFrame(() => {
      const target = document.querySelector(shown.target);
      target?.classList.add("toured");
      target?.scrollIntoView({ block: "nearest" });
      box.current?.focus();
    });
    return () => {
      cancelAnimationFrame(later);
      document.querySelector(".toured")?.classList.remove("toured");
    };
  }, [shown]);
  if (step === null || shown === null) return null;
  const go = (to: number | null) => store.set({ tour: to });
  return (
    <div class="tour" role="dialog" aria-labelledby="tour-heading" tabIndex={-1} ref={box}>
      <h2 id="tour-heading">{shown.heading}</h2>
      <p>{shown.text}</p>
      <div class="typed">
        <span class="hint">{step + 1} of {STEPS.length}</span>
        {step > 0 && <button type="button" onClick={() => go(step - 1)}>Back</button>}
        {step < STEPS.length - 1
          ? <button type="button" class="main" onClick={() => go(step + 1)}>Next</button>
          : <button type="button" class="main" onClick={() => { go(null); store.set({ tab: "happens" }); }}>Begin</button>}
        <button type="button" onClick={() => go(null)}>Close</button>
      </div>
    </div>
  );
}
