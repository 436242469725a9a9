import { asText, isObject, type Json, type JsonObject } from "../json";

/** A sign-in provider, as `GET /api/sign-in` describes it. */
export interface Provider {
  readonly name: string;
  readonly kind: "entra" | "oidc";
  readonly authority: string;
  readonly clientId: string;
  readonly scope: string;
}

/** What a provider tells of itself (OpenID Connect Discovery 1.0, section 3; RFC 7009; RP-Initiated Logout 1.0). */
export interface Metadata {
  readonly issuer: string;
  readonly authorization: string;
  readonly token: string;
  readonly revocation: string | undefined;
  readonly endSession: string | undefined;
}

/** A sign-in that has begun and waits for the provider's answer. */
export interface Pending {
  readonly provider: string;
  readonly kind: Provider["kind"];
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** The page to go back to. */
  readonly returnTo: string;
  /** The window that this one signs in for. */
  readonly window: string | undefined;
}

export interface Tokens {
  readonly token: string;
  /** In milliseconds since 1970. */
  readonly expiresAt: number | undefined;
  readonly refreshToken: string | undefined;
  readonly idToken: string | undefined;
}

/** Why signing in did not work, in words for people. */
export class SignInError extends Error {
  override readonly name = "SignInError";
}

/** The page that providers send people back to. */
export const signInPath = "/sign-in";

const skewSeconds = 120;

export function discoveryAddress(authority: string): string {
  return `${authority.replace(/\/$/, "")}/.well-known/openid-configuration`;
}

export function readMetadata(json: Json, authority: string): Metadata {
  const members = isObject(json) ? json : {};
  const need = (name: string) => addressOf(members, name) ?? missing(authority, name);
  return {
    issuer: asText(members.issuer) ?? missing(authority, "issuer"),
    authorization: need("authorization_endpoint"),
    token: need("token_endpoint"),
    revocation: addressOf(members, "revocation_endpoint"),
    endSession: addressOf(members, "end_session_endpoint"),
  };
}

function missing(authority: string, name: string): never {
  throw new SignInError(`The sign-in provider ${authority} does not say where its '${name}' is. Check the setting Access__Issuer.`);
}

/** A password or a token is about to go there: https only, but on this machine. */
function addressOf(members: JsonObject, name: string): string | undefined {
  const text = asText(members[name]);
  if (text === undefined || !URL.canParse(text)) return undefined;
  const { protocol, hostname } = new URL(text);
  const isHere = hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";
  return protocol === "https:" || (protocol === "http:" && isHere) ? text : undefined;
}

/** Where the browser goes to sign in (RFC 6749, section 4.1.1; RFC 7636, section 4.3). */
export function authorizationAddress(
  metadata: Metadata,
  provider: Provider,
  pending: Pending,
  challenge: string,
  redirectUri: string,
): string {
  const address = new URL(metadata.authorization);
  const query = {
    response_type: "code",
    client_id: provider.clientId,
    redirect_uri: redirectUri,
    scope: provider.scope,
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: challenge,
    code_challenge_method: "S256",
  };
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
  return address.href;
}

/** The code in the address that the provider has sent the browser back to; the state must be the one that was sent (RFC 6749, section 10.12). */
export function codeOf(search: string, pending: Pending | undefined, issuer: string | undefined): string {
  const answer = new URLSearchParams(search);
  if (answer.get("state") === null || pending?.state !== answer.get("state"))
    throw new SignInError("This answer does not belong to a sign-in that was begun in this tab. Sign in again.");
  const by = answer.get("iss");
  if (by !== null && issuer !== undefined && by !== issuer)
    throw new SignInError("This answer is from another sign-in provider than the one that was asked. Sign in again.");
  const error = answer.get("error");
  if (error !== null) throw new SignInError(refusalText(error, answer.get("error_description")));
  const code = answer.get("code");
  if (!code) throw new SignInError("The sign-in provider has sent no code. Sign in again.");
  return code;
}

/** What a provider's refusal means for whoever signs in. */
export function refusalText(error: string, description: string | null | undefined): string {
  const said = description ? `${error}: ${description}` : error;
  return error === "access_denied"
    ? `The sign-in provider has not let you in (${said}).`
    : `The sign-in provider refuses (${said}). Whoever runs the app can mend that in its settings.`;
}

/** The body that a code becomes tokens with. */
export function codeBody(provider: Provider, code: string, verifier: string, redirectUri: string): URLSearchParams {
  const body = { grant_type: "authorization_code", client_id: provider.clientId, code, redirect_uri: redirectUri, code_verifier: verifier };
  return new URLSearchParams(body);
}

/** The body that brings new tokens without a page (RFC 6749, section 6). */
export function refreshBody(provider: Provider, refreshToken: string): URLSearchParams {
  return new URLSearchParams({ grant_type: "refresh_token", client_id: provider.clientId, refresh_token: refreshToken });
}

/** The tokens of an answer; what a renewal leaves out stays as it was. */
export function readTokens(json: Json, now: number, before?: Tokens): Tokens {
  const members = isObject(json) ? json : {};
  const token = asText(members.access_token);
  if (!token || asText(members.token_type)?.toLowerCase() !== "bearer")
    throw new SignInError("The sign-in provider has sent no access token that could be used here.");
  const seconds = typeof members.expires_in === "number" ? members.expires_in : Number(members.expires_in ?? Number.NaN);
  return {
    token,
    expiresAt: Number.isFinite(seconds) ? now + seconds * 1000 : undefined,
    refreshToken: asText(members.refresh_token) ?? before?.refreshToken,
    idToken: asText(members.id_token) ?? before?.idToken,
  };
}

/** Checks what an ID token says of this sign-in (OpenID Connect Core 1.0, section 3.1.3.7). It came from the provider itself, over TLS. */
export function checkIdToken(idToken: string | undefined, issuer: string, clientId: string, nonce: string, now: number): void {
  const claims = idToken === undefined ? undefined : claimsOf(idToken);
  const audience = Array.isArray(claims?.aud) ? claims.aud : [claims?.aud];
  const problem =
    claims === undefined
      ? "it is missing or damaged; the scope must have 'openid'"
      : claims.iss !== issuer
        ? "it is another provider's"
        : !audience.includes(clientId) || (claims.azp !== undefined && claims.azp !== clientId)
          ? "it is for another app"
          : claims.nonce !== nonce
            ? "it is of another sign-in"
            : typeof claims.exp !== "number" || claims.exp + skewSeconds < now / 1000
              ? "it has ended; check this machine's clock"
              : undefined;
  if (problem !== undefined) throw new SignInError(`The provider's ID token is refused: ${problem}. Sign in again.`);
}

function claimsOf(token: string): JsonObject | undefined {
  try {
    const [, payload = ""] = token.split(".");
    const bytes = Uint8Array.from(atob(payload.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
    const claims = JSON.parse(new TextDecoder().decode(bytes)) as Json;
    return isObject(claims) ? claims : undefined;
  } catch {
    return undefined;
  }
}

/** A page of this site; anything else would lead people elsewhere after they have signed in. */
export function ownPage(path: string | undefined, origin: string): string {
  if (path === undefined || !URL.canParse(path, origin)) return "/flows";
  const address = new URL(path, origin);
  const isOwn = address.origin === origin && address.pathname !== signInPath;
  return isOwn ? address.pathname + address.search + address.hash : "/flows";
}
