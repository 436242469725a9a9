import { useEffect, useEffectEvent, useState } from "react";
import { signInPath, type Provider } from "../flow/access/oidc";
import { arrival } from "./arrival";
import { askHow, useAccess } from "./session";
import { begin, finish } from "./signIn";

type GoOn = (returnTo: string, forWindow: string | undefined) => void;

/** What the sign-in page is for: the provider's answer is there, another window wants to be signed in, or somebody has to choose. */
export function useSigningIn(onDone: GoOn) {
  const [error, setError] = useState<unknown>();
  const [isBusy, setBusy] = useState(true);
  const [{ forWindow, returnTo, isAnswer }] = useState(placeOf);
  const fail = (reason: unknown) => {
    setError(reason);
    setBusy(false);
  };
  const go = (provider: Provider) => {
    setBusy(true);
    setError(undefined);
    begin(provider, returnTo, forWindow).catch(fail);
  };
  const start = useEffectEvent(async () => {
    if (isAnswer) {
      const done = await finish();
      onDone(done.returnTo, done.window);
      return;
    }
    await askHow();
    const { setup, session, standing } = useAccess.getState();
    const isIn = forWindow === undefined ? standing === "in" : setup?.mode === "local";
    const provider = setup?.providers.find((one) => one.name === session?.provider);
    if (isIn) onDone(returnTo, forWindow);
    else if (forWindow !== undefined && provider) go(provider);
    else setBusy(false);
  });
  useEffect(() => {
    start().catch(fail);
  }, []);
  return { error, isBusy, returnTo, forWindow, begin: go };
}

function placeOf() {
  const query = new URLSearchParams(arrival.search);
  const fragment = new URLSearchParams(arrival.hash.slice(1));
  const isHere = arrival.pathname === signInPath;
  return {
    // A provider answers in the query or, as Microsoft's does, in the fragment.
    isAnswer: isHere && [query, fragment].some((one) => one.has("state") && (one.has("code") || one.has("error"))),
    forWindow: isHere ? (query.get("window") ?? undefined) : undefined,
    returnTo: window.location.href,
  };
}
