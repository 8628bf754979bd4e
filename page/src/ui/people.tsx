import type { VNode } from "preact";
import { useEffect, useMemo, useReducer, useRef, useState } from "preact/hooks";
import { useWidth } from "./chart/figure";
import { numeral } from "./chart/frame";
import type { Engine } from "./model";
import { paint, COLOURINGS, shade, viewOf, type Colouring } from "./paint";
import { many, ROLES, storyOf } from "./person";
import { dayWords } from "./plan";
import { Player, SPEEDS } from "./player";
import { days, setting } from "./scenario";
import { store } from "./state";
import { usePart } from "./store";
import { coloursOf } from "./theme";

const WORLDS = 100;
const MOST_SEATS = 200_000;

/** The members of one world, day by day, straight from the kernel's memory. */
export function People({ engine }: { engine: Engine }): VNode {
  const scenario = usePart(store, (state) => state.scenario);
  const world = usePart(store, (state) => state.world);
  const member = usePart(store, (state) => state.member);
  const dark = usePart(store, (state) => state.dark);
  const presenting = usePart(store, (state) => state.presenting);
  const [player, setPlayer] = useState<Player | null>(null);
  const [colouring, setColouring] = useState<Colouring>("role");
  const [, look] = useReducer((count: number) => count + 1, 0);
  const [width, place] = useWidth();
  const canvas = useRef<HTMLCanvasElement>(null);
  const large = setting(scenario, "seats") > MOST_SEATS;

  useEffect(() => {
    if (large) return;
    let gone = false;
    let made: Player | null = null;
    void Player.start(engine, scenario, world).then((found) => {
      made = found;
      if (gone) return found.stop();
      found.onDay = () => look(undefined as never);
      setPlayer(found);
      if (!matchMedia("(prefers-reduced-motion: reduce)").matches) found.play();
      return undefined;
    });
    return () => {
      gone = true;
      made?.stop();
    };
  }, [engine, scenario, world, large]);

  const height = Math.max(300, Math.min(presenting ? 760 : 560, innerHeight - 250));
  useEffect(() => {
    if (player === null || canvas.current === null || width === 0) return;
    const pen = canvas.current.getContext("2d")!;
    const ratio = devicePixelRatio;
    canvas.current.width = Math.round(width * ratio);
    canvas.current.height = Math.round(height * ratio);
    player.onFrame = (network) => paint(pen, viewOf(network.dots, width, height), network, player.live, colouring, store.get().member, coloursOf(dark));
    player.draw();
  }, [player, width, height, colouring, dark, member]);

  if (large) return <p class="empty">With more than {numeral(MOST_SEATS)} seats there is no network to be seen here; give the community fewer seats.</p>;
  if (player === null) return <p class="empty">Bringing the members to life…</p>;
  const choose = (event: PointerEvent) => {
    const box = canvas.current!.getBoundingClientRect();
    const { zoom } = viewOf(player.network.dots, width, height);
    const dot = player.network.near((event.clientX - box.left - width / 2) / zoom, (event.clientY - box.top - height / 2) / zoom, 16 / zoom + 6);
    store.set({ member: dot?.seat ?? null });
  };
  return (
    <div class="people">
      <Controls player={player} world={world} length={days(scenario)} />
      <div class="scene">
        <div ref={place} class="stage">
          <canvas ref={canvas} style={{ width: `${width}px`, height: `${height}px` }} role="img" aria-label={summary(player)} onPointerDown={choose} />
          <Key colouring={colouring} onColouring={setColouring} />
        </div>
        <div class="beside">
          <p class="finding">{dayWords(Math.max(0, player.live.day - 1), scenario)}</p>
          <p>{summary(player)}</p>
          <Member player={player} member={member} />
        </div>
      </div>
    </div>
  );
}

function summary(player: Player): string {
  const { live, network } = player;
  const last = live.day - 1;
  const of = (name: string) => (last < 0 ? 0 : live.daily[name]![last]!);
  const hidden = network.hidden > 0 ? ` (the ${network.dots.length} who came most often are drawn)` : "";
  return `${of("members")} members${hidden}: today ${of("logons")} came, ${of("contributors")} contributed, with ${many(of("posts"), "post", "posts")} and ${many(of("answers"), "answer", "answers")}.`;
}

function Controls({ player, world, length }: { player: Player; world: number; length: number }): VNode {
  return (
    <div class="controls" role="group" aria-label="Time">
      <button type="button" class="main play" onClick={() => (player.playing ? player.pause() : player.play())}>{player.playing ? "Pause" : "Play"}</button>
      <button type="button" onClick={() => player.go(1)}>+1 day</button>
      <button type="button" onClick={() => player.go(7)}>+1 week</button>
      <label class="seek">Day <input type="range" min={0} max={length} step={1} value={player.live.day} aria-valuetext={`day ${player.live.day}`} onInput={(event) => void player.seek(Number(event.currentTarget.value))} /></label>
      <label>Speed <select value={player.speed} onChange={(event) => player.setSpeed(Number(event.currentTarget.value))}>
        {SPEEDS.map((speed) => <option value={speed}>{speed} {speed === 1 ? "day" : "days"} a second</option>)}
      </select></label>
      <label>World <select value={world} onChange={(event) => store.set({ world: Number(event.currentTarget.value), member: null })}>
        {Array.from({ length: WORLDS }, (_, seed) => <option value={seed}>{seed}</option>)}
      </select></label>
    </div>
  );
}

function Key({ colouring, onColouring }: { colouring: Colouring; onColouring(colouring: Colouring): void }): VNode {
  const dark = usePart(store, (state) => state.dark);
  const swatch = (colour: string, text: string) => <span><i class="swatch" style={{ background: colour }} />{text}</span>;
  return (
    <div class="key">
      <label>Colour: <select value={colouring} onChange={(event) => onColouring(event.currentTarget.value as Colouring)}>{COLOURINGS.map((one) => <option>{one}</option>)}</select></label>
      {colouring === "role"
        ? ROLES.map((role, place) => swatch(coloursOf(dark).roles[place]!, role))
        : [0, 0.5, 1].map((value) => swatch(shade(value), numeral(value)))}
      {swatch("transparent", "dormant")}
      <span>dark rim: came today · size: posts and answers · arrows: answers of the last week</span>
    </div>
  );
}

function Member({ player, member }: { player: Player; member: number | null }): VNode {
  const { live, network } = player;
  const options = useMemo(() => network.dots.map((dot) => dot.seat).sort((one, other) => one - other).map((seat) => <option value={seat}>{seat}</option>), [network.dots]);
  return (
    <div class="member">
      <label>Member <select value={member ?? ""} onChange={(event) => store.set({ member: event.currentTarget.value === "" ? null : Number(event.currentTarget.value) })}>
        <option value="">choose, or click a dot</option>
        {options}
      </select></label>
      {member !== null && member < live.seats && <ul class="story-of">{storyOf(live.persons, member, Math.max(0, live.day - 1)).map((line) => <li>{line}</li>)}</ul>}
    </div>
  );
}
