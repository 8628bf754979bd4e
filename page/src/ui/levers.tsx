import type { VNode } from "preact";
import { useId } from "preact/hooks";
import { DIALS, FAILURES, GROUP_LABELS, GROUP_MEANINGS, GROUPS, LEVERS, SETTINGS, words, type Scenario } from "./model";
import { differences, setLevers, sameDates, setting, spoken, type Section } from "./scenario";
import { dialWord, failureLabel, failureMeaning } from "./plan";
import { Head, Lever, sentence } from "./slider";
import { putAllBack, setValue, store, undo } from "./state";
import { usePart } from "./store";

/** Levers that stand open where a group has no dial. */
const OPEN = new Set(["leadership_support", "protected_minutes_a_week", "demand", "hindrance_share"]);

export function Levers(): VNode {
  const scenario = usePart(store, (state) => state.scenario);
  const base = usePart(store, (state) => state.base);
  const changed = new Set(differences(base, scenario).map(({ section, name }) => `${section}.${name}`));
  const count = changed.size + (sameDates(base, scenario) ? 0 : 1);
  return (
    <div class="levers">
      <p class="changes" aria-live="polite">
        {count === 0 ? "As the community is. Move anything." : `${count} ${count === 1 ? "thing differs" : "things differ"} from the community.`}
        {count > 0 && <button type="button" onClick={putAllBack}>Put all back</button>}
      </p>
      <datalist id="anchors">{[0, 0.5, 1].map((position) => <option value={position} />)}</datalist>
      <Failures scenario={scenario} changed={changed} />
      {GROUPS.map((group) => <Group group={group} scenario={scenario} changed={changed} />)}
      <Settings scenario={scenario} changed={changed} />
    </div>
  );
}

function Failures({ scenario, changed }: { scenario: Scenario; changed: Set<string> }): VNode {
  return (
    <fieldset class="failures">
      <legend>The four failures</legend>
      {Object.keys(FAILURES).map((name) => (
        <label class={changed.has(`failures.${name}`) ? "changed" : ""} title={sentence(failureMeaning(name))}>
          <input type="checkbox" role="switch" checked={Boolean(scenario.failures[name])} onChange={(event) => setValue("failures", name, event.currentTarget.checked)} />
          <span>{failureLabel(name)}</span>
        </label>
      ))}
    </fieldset>
  );
}

interface GroupProps {
  group: string;
  scenario: Scenario;
  changed: Set<string>;
}

function Group({ group, scenario, changed }: GroupProps): VNode {
  const levers = Object.values(LEVERS).filter((lever) => lever.group === group).map((lever) => lever.name);
  const open = levers.filter((name) => !(group in DIALS) && OPEN.has(name));
  const folded = levers.filter((name) => !open.includes(name));
  const touched = folded.filter((name) => changed.has(`levers.${name}`)).length;
  return (
    <section class="group" data-group={group}>
      {group in DIALS || <h3>{GROUP_LABELS[group]} <small>{GROUP_MEANINGS[group]}</small></h3>}
      {group in DIALS && <Dial name={group} scenario={scenario} changed={changed.has(`dials.${group}`)} />}
      {open.map((name) => <SetLever name={name} scenario={scenario} changed={changed.has(`levers.${name}`)} />)}
      <details class="single">
        <summary>{`${folded.length} ${open.length > 0 ? "more levers" : "single levers"}`}{touched > 0 && <b>{` · ${touched} changed`}</b>}</summary>
        {folded.map((name) => <SetLever name={name} scenario={scenario} changed={changed.has(`levers.${name}`)} />)}
      </details>
    </section>
  );
}

function Dial({ name, scenario, changed }: { name: string; scenario: Scenario; changed: boolean }): VNode {
  const id = useId();
  const position = scenario.dials[name];
  const single = Object.keys(DIALS[name]!).filter((lever) => lever in scenario.levers).length;
  const text = position === undefined && single > 0 ? "set lever by lever" : `${dialWord(position ?? 0.5)}${single > 0 ? `, ${single} set singly` : ""}`;
  return (
    <div class={`lever dial${changed ? " changed" : ""}`} data-name={name}>
      <Head label={GROUP_LABELS[name]!} small={GROUP_MEANINGS[name]!} id={id} text={text} changed={changed} onBack={() => undo("dials", name)} />
      <input type="range" id={id} min={0} max={1} step={0.05} value={position ?? 0.5} aria-valuetext={text} list="anchors"
        onInput={(event) => setValue("dials", name, Number(event.currentTarget.value))} />
    </div>
  );
}

function SetLever({ name, scenario, changed }: { name: string; scenario: Scenario; changed: boolean }): VNode {
  const failing = Object.keys(FAILURES).find((failure) => scenario.failures[failure] && name in FAILURES[failure]!);
  const held = failing === undefined ? undefined : `Held at ${spoken(LEVERS[name]!, FAILURES[failing]![name]!)} by the failure “${failureLabel(failing)}”.`;
  return one("levers", name, setLevers(scenario)[name]!, changed, held);
}

function one(section: Section, name: string, value: number, changed: boolean, held?: string): VNode {
  const parameter = (section === "levers" ? LEVERS : SETTINGS)[name]!;
  return (
    <Lever parameter={parameter} value={value} changed={changed} held={held}
      onValue={(moved) => setValue(section, name, moved)} onBack={() => undo(section, name)} />
  );
}

const SETTING_LABELS: Record<string, string> = {
  size: "Size and kind",
  calendar: "Calendar",
  people: "People",
  network: "Who works with whom",
  arrivals: "Arrivals",
  experiment: "Experiment",
  fate: "What counts as stalling",
};

function Settings({ scenario, changed }: { scenario: Scenario; changed: Set<string> }): VNode {
  const groups = [...new Set(Object.values(SETTINGS).map((one) => one.group))];
  return (
    <section class="group settings">
      <h3>Settings <small>size, calendar, people, thresholds</small></h3>
      {groups.map((group) => (
        <details class="single">
          <summary>{SETTING_LABELS[group] ?? words(group)}</summary>
          {Object.values(SETTINGS).filter((parameter) => parameter.group === group).map((parameter) =>
            one("settings", parameter.name, setting(scenario, parameter.name), changed.has(`settings.${parameter.name}`)),
          )}
        </details>
      ))}
    </section>
  );
}
