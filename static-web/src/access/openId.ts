import {
  authorizationAddress,
  checkIdToken,
  codeBody,
  codeOf,
  discoveryAddress,
  readMetadata,
  readTokens,
  refreshBody,
  refusalText,
  SignInError,
  type Metadata,
  type Provider,
} from "../flow/access/oidc";
import { challengeOf } from "../flow/access/pkce";
import { asText, member, type Json } from "../flow/json";
import { ApiError } from "../api/problem";
import { arrival } from "./arrival";
import { forget } from "./session";
import { redirectUri, type SignInFlow } from "./signIn";

const patience = 15_000;
const tries = 3;
const pause = 500;

/** Authorization code with PKCE at any OpenID Connect provider (RFC 6749, RFC 7636, RFC 9700 section 2.1). */
export const openId: SignInFlow = {
  begin: async (provider, pending) => {
    const metadata = await describe(provider);
    const challenge = await challengeOf(pending.verifier);
    window.location.assign(authorizationAddress(metadata, provider, pending, challenge, redirectUri()));
  },
  finish: async (provider, pending) => {
    const metadata = await describe(provider);
    const code = codeOf(arrival.search, pending, metadata.issuer);
    const tokens = readTokens(await post(metadata.token, codeBody(provider, code, pending?.verifier ?? "", redirectUri())), Date.now());
    checkIdToken(tokens.idToken, metadata.issuer, provider.clientId, pending?.nonce ?? "", Date.now());
    return tokens;
  },
  renew: async (provider, session) => {
    if (session.refreshToken === undefined) return undefined;
    try {
      return readTokens(await post((await describe(provider)).token, refreshBody(provider, session.refreshToken)), Date.now(), session);
    } catch (error) {
      if (error instanceof SignInError) return undefined;
      throw error;
    }
  },
  signOut: async (provider, session) => {
    const metadata = await describe(provider);
    const token = session.refreshToken ?? session.token;
    // Whether or not the provider takes it back, this tab forgets it.
    if (metadata.revocation)
      await post(metadata.revocation, new URLSearchParams({ token, client_id: provider.clientId })).catch(() => null);
    if (!metadata.endSession) return;
    const address = new URL(metadata.endSession);
    if (session.idToken) address.searchParams.set("id_token_hint", session.idToken);
    address.searchParams.set("client_id", provider.clientId);
    address.searchParams.set("post_logout_redirect_uri", redirectUri());
    forget();
    window.location.assign(address.href);
    // The page is on its way out.
    await new Promise(() => undefined);
  },
};

async function describe({ authority }: Provider): Promise<Metadata> {
  for (let tried = 1; ; tried++) {
    try {
      return readMetadata(await ask(discoveryAddress(authority), { method: "GET" }), authority);
    } catch (error) {
      if (error instanceof SignInError || tried === tries) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause * tried));
    }
  }
}

/** Once only: a code and a refresh token are good for one time. */
function post(address: string, body: URLSearchParams): Promise<Json> {
  return ask(address, { method: "POST", body });
}

async function ask(address: string, init: RequestInit): Promise<Json> {
  let response: Response;
  try {
    response = await fetch(address, {
      ...init,
      headers: { accept: "application/json" },
      credentials: "omit",
      signal: AbortSignal.timeout(patience),
    });
  } catch {
    throw new ApiError(
      0,
      "SignIn.Unreachable",
      `The sign-in provider at ${new URL(address).origin} cannot be reached from this page. Either it is away, or it does not let pages of ${window.location.origin} ask (CORS), or its address is missing in Access__Origins.`,
    );
  }
  const answer = response.headers.get("content-length") === "0" ? null : ((await response.json().catch(() => null)) as Json);
  if (response.status >= 500 || response.status === 429)
    throw new ApiError(response.status, "SignIn.Unreachable", `The sign-in provider answers ${response.status}. Try again in a moment.`);
  if (!response.ok)
    throw new SignInError(
      refusalText(asText(member(answer, "error")) ?? String(response.status), asText(member(answer, "error_description"))),
    );
  return answer;
}
