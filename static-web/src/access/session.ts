import { create } from "zustand";
import type { Provider, Tokens } from "../flow/access/oidc";
import { firstWorkspace, type Person } from "../flow/access/permissions";
import { ApiError, errorOf, signedOut } from "../api/problem";
import { forgetSession, keepSession, keepWorkspace, keptSession, keptWorkspace } from "./kept";

/** How the app lets people in: `GET /api/sign-in`. */
export interface SignInSetup {
  readonly mode: "local" | "provider" | "key";
  readonly providers: readonly Provider[];
}

/** What requests prove with who sends them. */
export interface Session extends Tokens {
  /** The provider's name; none for a key. */
  readonly provider: string | undefined;
  /** Whose it is. */
  readonly person: string;
}

/** `asking`: nobody knows yet. `in`: requests are sent. `out`: nobody has signed in. `lost`: somebody had, and what they see stays. */
export type Standing = "asking" | "in" | "out" | "lost";

interface Access {
  readonly standing: Standing;
  readonly setup: SignInSetup | undefined;
  readonly session: Session | undefined;
  readonly workspace: string | undefined;
  /** Why the session was lost. */
  readonly why: string | undefined;
}

const patience = 15_000;
// Renewed a little before its end, so that no request is under way with a token that ends.
const early = 60_000;

export const useAccess = create<Access>(() => ({
  standing: "asking",
  setup: undefined,
  session: keptSession(),
  workspace: keptWorkspace(),
  why: undefined,
}));

let asking: Promise<void> | undefined;
let renewing: Promise<boolean> | undefined;

/** Asks the app once how people sign in. */
export function askHow(): Promise<void> {
  asking ??= readSetup().catch((error: unknown) => {
    asking = undefined;
    throw error;
  });
  return asking;
}

async function readSetup(): Promise<void> {
  const setup = (await (await plainFetch("/api/sign-in")).json()) as SignInSetup;
  useAccess.setState(({ session }) => ({ setup, standing: setup.mode === "local" || session ? "in" : "out" }));
}

/** Sends a request that proves nothing, or with the proof that is given. */
async function plainFetch(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { headers, cache: "no-store", signal: AbortSignal.timeout(patience) });
  } catch {
    throw new ApiError(0, "Offline", "The app cannot be reached. Check that it is running and try again.");
  }
  if (!response.ok) throw await errorOf(response);
  return response;
}

/** The headers of a request. While nobody is signed in it waits: what was asked for goes on after somebody has. */
export async function credentials(signal: AbortSignal | undefined): Promise<Readonly<Record<string, string>>> {
  if (useAccess.getState().standing === "asking") await askHow();
  await standing("in", signal);
  const { session, workspace } = useAccess.getState();
  if (session?.expiresAt !== undefined && session.expiresAt - early < Date.now()) {
    await renewOnce();
    await standing("in", signal);
  }
  const { session: current } = useAccess.getState();
  return {
    ...(current ? { authorization: `Bearer ${current.token}` } : {}),
    ...(workspace === undefined ? {} : { "x-workspace": workspace }),
  };
}

/** Resolves when it stands so. */
function standing(wanted: Standing, signal: AbortSignal | undefined): Promise<void> {
  if (useAccess.getState().standing === wanted) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const stop = useAccess.subscribe((state) => {
      if (state.standing !== wanted) return;
      stop();
      resolve();
    });
    const onAbort = () => {
      stop();
      reject(signal?.reason as Error);
    };
    if (signal?.aborted) onAbort();
    else signal?.addEventListener("abort", onAbort, { once: true });
  });
}

/** The app has refused a proof: a new one is fetched once; if that is refused, too, the session is lost. Gives whether a new one was fetched. */
export async function refused(authorization: string | undefined, wasRenewed: boolean, why: string): Promise<boolean> {
  const { session } = useAccess.getState();
  const isOld = session !== undefined && authorization !== `Bearer ${session.token}`;
  if (isOld) return wasRenewed;
  if (!wasRenewed && session?.provider !== undefined && (await renewOnce())) return true;
  lose(why);
  return false;
}

/** One renewal for all requests that wait for it. */
function renewOnce(): Promise<boolean> {
  renewing ??= renew().finally(() => (renewing = undefined));
  return renewing;
}

async function renew(): Promise<boolean> {
  const { session, setup } = useAccess.getState();
  const provider = setup?.providers.find((one) => one.name === session?.provider);
  if (!session || !provider) return false;
  const tokens = await (await import("./signIn")).renew(provider, session);
  if (useAccess.getState().session !== session) return true;
  if (!tokens) {
    lose("Your session has ended.");
    return false;
  }
  put({ ...session, ...tokens });
  return true;
}

function put(session: Session): void {
  keepSession(session);
  useAccess.setState({ session });
}

function lose(why: string): void {
  useAccess.setState(({ standing }) => (standing === "in" ? { standing: "lost", why } : {}));
}

/** Takes a proof: asks the app whose it is, and goes on in a workspace of theirs. Throws what the app refuses it for. */
export async function enter(provider: string | undefined, tokens: Tokens): Promise<void> {
  await askHow();
  const answer = await plainFetch("/api/me", { authorization: `Bearer ${tokens.token}` }).catch((error: unknown) => {
    if (error instanceof ApiError && error.code === signedOut) throw new ApiError(401, "SignIn.Refused", error.message);
    throw error;
  });
  const person = (await answer.json()) as Person & { readonly id: string };
  const workspace = firstWorkspace(person, keptWorkspace());
  keepWorkspace(workspace);
  put({ ...tokens, provider, person: person.id });
  useAccess.setState({ standing: "in", workspace, why: undefined });
}

/** Goes on with what another window has brought. Gives whether it is the same person's. */
export async function resume(): Promise<boolean> {
  const before = useAccess.getState().session;
  const session = keptSession();
  if (!session) {
    // The app asks nobody any more.
    asking = undefined;
    useAccess.setState({ session: undefined });
    await askHow();
    return true;
  }
  if (before && before.person !== session.person) return false;
  useAccess.setState({ session, standing: "in", why: undefined, workspace: keptWorkspace() });
  return true;
}

/** Forgets who was signed in. The page must be loaded anew afterwards: it still shows what they saw. */
export function forget(): void {
  forgetSession();
  keepWorkspace(undefined);
}

/** Works in another workspace from now on: everything is read anew. */
export function changeWorkspace(workspace: string): void {
  keepWorkspace(workspace);
  window.location.assign("/flows");
}
