// A sign-in provider for the tests, as a process of its own: node provider.mjs [port]. It speaks authorization code with PKCE, renewal by refresh
// tokens that are good once, revocation and sign-out. Whoever is clicked on its page is signed in. `POST /control` changes how it behaves.
import { createHash, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { entraAnswer } from "./entra.mjs";

const clientId = "flows";
const users = {
  ada: ["FlowFunctions.Editor"],
  vera: ["FlowFunctions.Viewer"],
  olaf: ["FlowFunctions.Operator"],
  root: ["FlowFunctions.Admin"],
  nora: [],
};
const usual = { expiresIn: 3600, refusesRenewal: false };
const { publicKey, privateKey } = await generateKeyPair("RS256");
const jwk = { ...(await exportJWK(publicKey)), kid: "one", alg: "RS256", use: "sig" };

const codes = new Map();
const refreshTokens = new Map();
let behaviour = { ...usual };
const seen = { revoked: 0, signedOut: 0, renewed: 0 };

const server = createServer((request, response) => {
  answer(request, new URL(request.url, issuer)).then(
    ({ status = 200, type = "application/json", body = "", headers = {} }) => {
      response.writeHead(status, { "content-type": type, "access-control-allow-origin": "*", "cache-control": "no-store", ...headers });
      response.end(typeof body === "string" ? body : JSON.stringify(body));
    },
    (error) => response.writeHead(500).end(String(error)),
  );
});
await new Promise((resolve) => server.listen(Number(process.argv[2] ?? 0), "127.0.0.1", resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;
console.log(`Listening at ${issuer}`);

async function answer(request, address) {
  const form = request.method === "POST" ? new URLSearchParams(await textOf(request)) : new URLSearchParams();
  const entra = await entraAnswer(address, form, { sign, jwksUri: `${issuer}/keys` });
  if (entra) return entra;
  switch (address.pathname) {
    case "/.well-known/openid-configuration":
      return {
        body: {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          revocation_endpoint: `${issuer}/revoke`,
          end_session_endpoint: `${issuer}/end`,
          jwks_uri: `${issuer}/keys`,
        },
      };
    case "/keys":
      return { body: { keys: [jwk] } };
    case "/authorize":
      return { type: "text/html; charset=utf-8", body: page(address.searchParams) };
    case "/signed-in":
      return redirect(signedIn(address.searchParams));
    case "/token":
      return form.get("grant_type") === "refresh_token" ? renew(form) : redeem(form);
    case "/revoke":
      seen.revoked++;
      refreshTokens.delete(form.get("token"));
      return {};
    case "/end":
      seen.signedOut++;
      return redirect(address.searchParams.get("post_logout_redirect_uri"));
    case "/control":
      behaviour = { ...usual, ...JSON.parse(form.get("behaviour") ?? "{}") };
      return { body: seen };
    default:
      return { status: 404 };
  }
}

function page(query) {
  const links = Object.keys(users).map(
    (user) => `<li><a href="/signed-in?${new URLSearchParams([...query, ["user", user]])}">Sign in as ${user}</a></li>`,
  );
  return `<!doctype html><title>Provider</title><h1>Who are you?</h1><ul>${links.join("")}</ul>`;
}

function signedIn(query) {
  const code = randomUUID();
  codes.set(code, Object.fromEntries(query));
  const back = new URL(query.get("redirect_uri"));
  if (query.get("client_id") !== clientId || query.get("code_challenge_method") !== "S256")
    back.searchParams.set("error", "invalid_request");
  else back.searchParams.set("code", code);
  back.searchParams.set("state", query.get("state"));
  back.searchParams.set("iss", issuer);
  return back.href;
}

async function redeem(form) {
  const asked = codes.get(form.get("code"));
  codes.delete(form.get("code"));
  const challenge = createHash("sha256")
    .update(form.get("code_verifier") ?? "")
    .digest("base64url");
  const fits =
    asked && asked.code_challenge === challenge && asked.redirect_uri === form.get("redirect_uri") && form.get("client_id") === clientId;
  return fits ? tokens(asked.user, asked.nonce) : refusal;
}

async function renew(form) {
  const user = refreshTokens.get(form.get("refresh_token"));
  refreshTokens.delete(form.get("refresh_token"));
  if (!user || behaviour.refusesRenewal) return refusal;
  seen.renewed++;
  return tokens(user);
}

const refusal = { status: 400, body: { error: "invalid_grant", error_description: "It is used, unknown or taken back." } };

async function tokens(user, nonce) {
  const refreshToken = randomUUID();
  refreshTokens.set(refreshToken, user);
  return {
    body: {
      token_type: "Bearer",
      access_token: await sign({ iss: issuer, aud: clientId, sub: user, name: user, roles: users[user] }),
      id_token: await sign({ iss: issuer, aud: clientId, sub: user, nonce }),
      expires_in: behaviour.expiresIn,
      refresh_token: refreshToken,
    },
  };
}

function sign(claims) {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: "RS256", kid: jwk.kid })
    .setIssuedAt()
    .setExpirationTime("1h")
    .setJti(randomUUID())
    .sign(privateKey);
}

function redirect(location) {
  return { status: 302, headers: { location } };
}

async function textOf(request) {
  let text = "";
  for await (const piece of request) text += piece;
  return text;
}
