/** The kernel's module, which travels inside the page as text. */
import inline from "./kernel.wasm?url&inline";
import { tables } from "./tables.ts";

const SECTION = "community";

/** The compiled module; an Error says in one line why there is none. */
export async function kernelModule(): Promise<WebAssembly.Module> {
  if (typeof WebAssembly === "undefined") throw new Error("this browser runs no WebAssembly, which the model needs; use a newer one");
  const letters = atob(inline.slice(inline.indexOf(",") + 1));
  const module = await WebAssembly.compile(Uint8Array.from(letters, (letter) => letter.charCodeAt(0)));
  const [section] = WebAssembly.Module.customSections(module, SECTION);
  if (!section || new TextDecoder().decode(section) !== tables.kernel) {
    throw new Error("this page was put together from two versions of the model; build it again with: make page");
  }
  return module;
}
