import type { Engine, Live, Scenario } from "./model";
import { Network } from "./network";

/** Days a second. */
export const SPEEDS = [1, 3, 7, 14, 30, 60, 120];

/** Milliseconds between two reports of what day it is, while playing. */
const TOLD_EVERY = 80;

/** Days between two looks at who knows whom. */
const WEEK = 7;

/** Plays one world: days pass at a speed, and everybody moves to where they belong. */
export class Player {
  playing = false;
  speed = 7;
  onDay: () => void = () => {};
  onFrame: (network: Network) => void = () => {};
  network: Network;
  private frame = 0;
  private last = 0;
  private owed = 0;
  private followed = 0;
  private told = 0;

  private constructor(private readonly engine: Engine, private readonly scenario: Scenario, private readonly world: number, public live: Live) {
    live.advance(1);
    this.network = new Network(live);
    this.followed = live.day;
  }

  static async start(engine: Engine, scenario: Scenario, world: number): Promise<Player> {
    return new Player(engine, scenario, world, await engine.live(scenario, world));
  }

  play(): void {
    if (this.live.day >= this.live.days) void this.seek(1).then(() => this.play());
    else if (!this.playing) {
      this.playing = true;
      this.last = performance.now();
      this.owed = 0;
      this.frame = requestAnimationFrame(this.tick);
      this.onDay();
    }
  }

  pause(): void {
    this.playing = false;
    cancelAnimationFrame(this.frame);
    this.onDay();
  }

  stop(): void {
    this.pause();
    this.onFrame = () => {};
    this.onDay = () => {};
  }

  setSpeed(speed: number): void {
    this.speed = speed;
    this.onDay();
  }

  /** Pause, and go on by so many days. */
  go(days: number): void {
    this.pause();
    this.pass(days);
    this.network.settle(20);
    this.draw();
    this.onDay();
  }

  /** Go to a day; back means to live anew up to it, which gives the same days again. */
  async seek(day: number): Promise<void> {
    const wanted = Math.max(1, day);
    if (wanted < this.live.day) {
      this.live = await this.engine.live(this.scenario, this.world);
      this.live.advance(1);
      const before = this.network;
      this.network = new Network(this.live, before);
      this.followed = 1;
    }
    if (wanted > this.live.day) this.pass(wanted - this.live.day);
    this.network.follow();
    this.network.settle(20);
    this.draw();
    this.onDay();
  }

  draw(): void {
    this.onFrame(this.network);
  }

  private readonly tick = (now: number): void => {
    if (!this.playing) return;
    this.owed += Math.min(0.25, (now - this.last) / 1000) * this.speed;
    this.last = now;
    const days = Math.floor(this.owed);
    this.owed -= days;
    if (days > 0) this.pass(days);
    if (now - this.told > TOLD_EVERY) {
      this.told = now;
      this.onDay();
    }
    this.network.step();
    this.draw();
    if (this.live.day >= this.live.days) this.pause();
    else this.frame = requestAnimationFrame(this.tick);
  };

  private pass(days: number): void {
    this.live.advance(days);
    this.network.hear();
    if (this.live.day - this.followed >= WEEK) {
      this.network.follow();
      this.followed = this.live.day;
    }
  }
}
