import type { Engine } from "./model";
export function Stall(_: { engine: Engine }) { return <p>soon</p>; }
