import { useEffect, useReducer, useRef } from "preact/hooks";

/** One place that holds the whole state; it changes only through `set`, and whoever asked is told. */
export class Store<State extends object> {
  private readonly listeners = new Set<() => void>();

  constructor(private state: State) {}

  get(): State {
    return this.state;
  }

  /** Merge a change, given as values or as a function of the present state. */
  set(change: Partial<State> | ((state: State) => Partial<State>)): void {
    const values = typeof change === "function" ? change(this.state) : change;
    this.state = { ...this.state, ...values };
    for (const listener of [...this.listeners]) listener();
  }

  /** Call `listener` after every change, until the returned function is called. */
  watch(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

/** A part of the state, for a component: it is drawn again when that part changes. */
export function usePart<State extends object, Part>(store: Store<State>, part: (state: State) => Part): Part {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const chosen = part(store.get());
  const last = useRef(chosen);
  const choose = useRef(part);
  last.current = chosen;
  choose.current = part;
  useEffect(
    () =>
      store.watch(() => {
        if (!Object.is(choose.current(store.get()), last.current)) redraw(undefined as never);
      }),
    [store],
  );
  return chosen;
}
