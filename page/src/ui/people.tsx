import type { Engine } from "./model";
export function People(_: { engine: Engine }) { return <p>soon</p>; }
