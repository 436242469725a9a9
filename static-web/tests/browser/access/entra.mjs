// The part of Microsoft Entra ID that its library needs to sign somebody in. The tests lead the browser's requests to Microsoft here; the app
// itself asks here for the keys.
import { randomUUID } from "node:crypto";

export const tenant = "0f8fad5b-d9cb-469f-a165-70867728950e";
export const clientId = "11112222-bbbb-3333-cccc-4444dddd5555";
const host = "https://login.microsoftonline.com";
const issuer = `${host}/${tenant}/v2.0`;
const person = "aaaaaaaa-0000-1111-2222-bbbbbbbbbbbb";
const nonces = new Map();

export async function entraAnswer(address, form, { sign, jwksUri }) {
  switch (address.pathname) {
    case `/${tenant}/v2.0/.well-known/openid-configuration`:
      return {
        body: {
          issuer,
          authorization_endpoint: `${host}/${tenant}/oauth2/v2.0/authorize`,
          token_endpoint: `${host}/${tenant}/oauth2/v2.0/token`,
          end_session_endpoint: `${host}/${tenant}/oauth2/v2.0/logout`,
          jwks_uri: jwksUri,
        },
      };
    case `/${tenant}/oauth2/v2.0/authorize`:
      return { type: "text/html; charset=utf-8", body: page(address.searchParams) };
    case `/${tenant}/oauth2/v2.0/token`:
      return { body: await tokens(form, sign) };
    case `/${tenant}/oauth2/v2.0/logout`:
      return { type: "text/html; charset=utf-8", body: "<!doctype html><title>Out</title><h1>You are signed out of Microsoft</h1>" };
    default:
      return undefined;
  }
}

function page(query) {
  const code = randomUUID();
  nonces.set(code, query.get("nonce"));
  const answer = new URLSearchParams({ code, state: query.get("state"), session_state: randomUUID() });
  return `<!doctype html><title>Microsoft</title><a href="${query.get("redirect_uri")}#${answer}">Sign in as Edith</a>`;
}

async function tokens(form, sign) {
  const claims = { iss: issuer, tid: tenant, oid: person, sub: "edith", preferred_username: "edith@example.org", ver: "2.0" };
  return {
    token_type: "Bearer",
    scope: form.get("scope"),
    expires_in: 3600,
    ext_expires_in: 3600,
    access_token: await sign({ ...claims, aud: clientId, roles: ["FlowFunctions.Editor"] }),
    id_token: await sign({ ...claims, aud: clientId, nonce: nonces.get(form.get("code")) }),
    refresh_token: randomUUID(),
    client_info: Buffer.from(JSON.stringify({ uid: person, utid: tenant })).toString("base64url"),
  };
}
