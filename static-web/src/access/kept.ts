import type { Pending } from "../flow/access/oidc";
import type { Session } from "./session";

// For this tab only: what is in sessionStorage goes with the tab, and no other tab reads it. Microsoft's library keeps its own there, too.
const sessionKey = "flow.session";
const pendingKey = "flow.sign-in";
const workspaceKey = "flow.workspace";
const libraryPrefix = "msal.";

export function keepSession(session: Session | undefined): void {
  put(sessionKey, session);
}

export function keptSession(): Session | undefined {
  return take(sessionKey) as Session | undefined;
}

export function keepPending(pending: Pending | undefined): void {
  put(pendingKey, pending);
}

export function keptPending(): Pending | undefined {
  return take(pendingKey) as Pending | undefined;
}

/** The workspace of this tab; new tabs begin with the one that was chosen last. */
export function keptWorkspace(): string | undefined {
  return sessionStorage.getItem(workspaceKey) ?? localStorage.getItem(workspaceKey) ?? undefined;
}

export function keepWorkspace(workspace: string | undefined): void {
  if (workspace === undefined) {
    sessionStorage.removeItem(workspaceKey);
    return;
  }
  sessionStorage.setItem(workspaceKey, workspace);
  localStorage.setItem(workspaceKey, workspace);
}

/** What another tab of this site needs to go on with this tab's session. */
export function packSession(): Readonly<Record<string, string>> {
  return Object.fromEntries(sessionKeys().map((key) => [key, sessionStorage.getItem(key) ?? ""]));
}

export function unpackSession(packed: Readonly<Record<string, string>>): void {
  forgetSession();
  for (const [key, value] of Object.entries(packed)) if (isOfSession(key)) sessionStorage.setItem(key, value);
}

export function forgetSession(): void {
  for (const key of sessionKeys()) sessionStorage.removeItem(key);
}

function sessionKeys(): readonly string[] {
  return Array.from({ length: sessionStorage.length }, (_, i) => sessionStorage.key(i)).filter(
    (key) => key !== null && isOfSession(key),
  ) as string[];
}

function isOfSession(key: string): boolean {
  return key === sessionKey || key.startsWith(libraryPrefix);
}

function put(key: string, value: unknown): void {
  if (value === undefined) sessionStorage.removeItem(key);
  else sessionStorage.setItem(key, JSON.stringify(value));
}

function take(key: string): unknown {
  const text = sessionStorage.getItem(key);
  return text === null ? undefined : JSON.parse(text);
}
