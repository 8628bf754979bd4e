import { render } from "preact";
import { App } from "./app";
import { followDrops } from "./files";
import { followLink } from "./link";
import { followLoaded } from "./loaded";
import { Engine } from "./model";
import { Follower } from "./simulate";
import "./styles.css";

const place = document.getElementById("app")!;

/** The page stands at once; the engine follows, and then the runs. */
async function start(): Promise<void> {
  place.replaceChildren();
  followLoaded();
  await followLink();
  addEventListener("hashchange", () => void followLink());
  followDrops();
  render(<App engine={null} follower={null} fault={null} />, place);
  try {
    const engine = await Engine.start();
    const follower = new Follower(engine);
    render(<App engine={engine} follower={follower} fault={null} />, place);
    follower.start();
  } catch (fault) {
    const reason = fault instanceof Error ? fault.message : String(fault);
    render(<App engine={null} follower={null} fault={`Nothing can be computed here: ${reason}.`} />, place);
  }
}

void start();
