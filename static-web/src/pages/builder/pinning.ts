import { mostCharacters, noPins, readPins, withPin, writePins, type Pin, type Pins } from "../../flow/pins/pins";
import type { Json } from "../../flow/json";
import type { BuilderStore } from "./store";

const nameOf = (flowId: string) => `flow-pins:${flowId}`;

/** The pins that this browser keeps for a flow. */
export function loadPins(flowId: string): Pins {
  try {
    return readPins(window.localStorage.getItem(nameOf(flowId)));
  } catch {
    return noPins;
  }
}

export function pinStep(store: BuilderStore, id: string, pin: Pin | undefined): void {
  keep(store, withPin(store.getState().pins, id, pin));
}

export function pinTrigger(store: BuilderStore, trigger: Json | undefined): void {
  keep(store, { ...store.getState().pins, trigger });
}

export function dropPins(store: BuilderStore): void {
  keep(store, noPins);
}

/** Pins that the browser does not keep still hold until the builder is left. */
function keep(store: BuilderStore, pins: Pins): void {
  const text = writePins(pins);
  if ((text?.length ?? 0) > mostCharacters) {
    store.setState({
      refusal: `Pins of a flow may have ${mostCharacters.toLocaleString("en")} characters in all. Pin less, or something smaller.`,
    });
    return;
  }
  store.setState({ pins });
  try {
    if (text === undefined) window.localStorage.removeItem(nameOf(store.getState().flowId));
    else window.localStorage.setItem(nameOf(store.getState().flowId), text);
  } catch {
    store.setState({ refusal: "This browser keeps no more data, so the pins are gone when you leave the builder." });
  }
}
