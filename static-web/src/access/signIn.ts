import { ownPage, signInPath, SignInError, type Pending, type Provider, type Tokens } from "../flow/access/oidc";
import { randomText } from "../flow/access/pkce";
import { forgetSession, keepPending, keptPending } from "./kept";
import { askHow, enter, forget, useAccess, type Session } from "./session";

/** A kind of provider. Each is loaded when somebody signs in with it. */
export interface SignInFlow {
  /** Leads the browser to the provider. */
  readonly begin: (provider: Provider, pending: Pending) => Promise<void>;
  /** The tokens for what the provider has sent the browser back with. */
  readonly finish: (provider: Provider, pending: Pending | undefined) => Promise<Tokens>;
  /** New tokens without a page; undefined when the provider wants to see the person again. Throws when it cannot be asked now. */
  readonly renew: (provider: Provider, session: Session) => Promise<Tokens | undefined>;
  /** Ends the session there, and leads the browser away if the provider has a page for it. */
  readonly signOut: (provider: Provider, session: Session) => Promise<void>;
}

async function flowOf(provider: Provider): Promise<SignInFlow> {
  return provider.kind === "entra" ? (await import("./entra")).entra : (await import("./openId")).openId;
}

export function redirectUri(): string {
  return window.location.origin + signInPath;
}

/** Leads to the provider, and back to this page afterwards. */
export async function begin(provider: Provider, returnTo: string, forWindow?: string): Promise<void> {
  if (!window.isSecureContext)
    throw new SignInError("Browsers sign people in over https only. Open this site at its https address, or at localhost.");
  const { name, kind } = provider;
  const pending: Pending = {
    provider: name,
    kind,
    state: randomText(),
    nonce: randomText(),
    verifier: randomText(),
    returnTo,
    window: forWindow,
  };
  forgetSession();
  keepPending(pending);
  await (await flowOf(provider)).begin(provider, pending);
}

/** Where to go on after signing in. */
export interface Finished {
  readonly returnTo: string;
  readonly window: string | undefined;
}

let finishing: Promise<Finished> | undefined;

/** Takes the provider's answer out of this page's address, once: a code is good for one time. */
export function finish(): Promise<Finished> {
  return (finishing ??= finishOnce());
}

async function finishOnce(): Promise<Finished> {
  const pending = keptPending();
  window.history.replaceState(null, "", signInPath);
  await askHow();
  const provider = useAccess.getState().setup?.providers.find((one) => one.name === pending?.provider);
  if (!pending || !provider) throw new SignInError("No sign-in was begun in this tab, or its provider is gone. Sign in again.");
  const tokens = await (await flowOf(provider)).finish(provider, pending).finally(() => keepPending(undefined));
  await enter(provider.name, tokens);
  return { returnTo: ownPage(pending.returnTo, window.location.origin), window: pending.window };
}

export async function enterWithKey(key: string): Promise<void> {
  forgetSession();
  await enter(undefined, { token: key, expiresAt: undefined, refreshToken: undefined, idToken: undefined });
}

export async function renew(provider: Provider, session: Session): Promise<Tokens | undefined> {
  return (await flowOf(provider)).renew(provider, session);
}

/** Ends the session here and at the provider. What is on the screen goes, too. */
export async function signOut(): Promise<void> {
  const { session, setup } = useAccess.getState();
  const provider = setup?.providers.find((one) => one.name === session?.provider);
  try {
    if (session && provider) await (await flowOf(provider)).signOut(provider, session);
  } finally {
    forget();
    window.location.assign(signInPath);
  }
}
