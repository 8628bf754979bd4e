import type { Engine } from "./model";
export function Compare(_: { engine: Engine }) { return <p>soon</p>; }
