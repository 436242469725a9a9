import { describe, expect, it } from "vitest";
import {
  authorizationAddress,
  checkIdToken,
  codeBody,
  codeOf,
  discoveryAddress,
  ownPage,
  readMetadata,
  readTokens,
  refreshBody,
  SignInError,
  type Pending,
  type Provider,
} from "./oidc";

const issuer = "https://login.example.org/realm";
const provider: Provider = { name: "main", kind: "oidc", authority: issuer, clientId: "flows", scope: "openid offline_access" };
const pending: Pending = {
  provider: "main",
  kind: "oidc",
  state: "state-1",
  nonce: "nonce-1",
  verifier: "verifier-1",
  returnTo: "/flows",
  window: undefined,
};
const described = {
  issuer,
  authorization_endpoint: `${issuer}/authorize?tenant=one`,
  token_endpoint: `${issuer}/token`,
  end_session_endpoint: `${issuer}/end`,
};
const metadata = readMetadata(described, issuer);
const now = Date.parse("2026-01-31T12:00:00Z");

describe("readMetadata", () => {
  it("ADescription_IsRead", () => {
    expect(metadata).toMatchObject({ issuer, token: `${issuer}/token`, revocation: undefined, endSession: `${issuer}/end` });
    expect(discoveryAddress(`${issuer}/`)).toBe(`${issuer}/.well-known/openid-configuration`);
  });

  it.each(["authorization_endpoint", "token_endpoint", "issuer"])("Without_%s_IsRefused", (name) =>
    expect(() => readMetadata({ ...described, [name]: null }, issuer)).toThrow(name),
  );

  it.each(["http://login.example.org/token", "javascript:alert(1)", "//login.example.org"])("TokenEndpoint_%s_IsRefused", (address) =>
    expect(() => readMetadata({ ...described, token_endpoint: address }, issuer)).toThrow(SignInError),
  );

  it("TokenEndpoint_OfThisMachine_IsTaken", () =>
    expect(readMetadata({ ...described, token_endpoint: "http://127.0.0.1:81/t" }, issuer).token).toBe("http://127.0.0.1:81/t"));
});

describe("authorizationAddress", () => {
  it("HasEverythingThatTheStandardsAskFor_AndWhatWasThereBefore", () => {
    const address = new URL(authorizationAddress(metadata, provider, pending, "challenge", "https://flows.example.org/sign-in"));
    expect(Object.fromEntries(address.searchParams)).toEqual({
      tenant: "one",
      response_type: "code",
      client_id: "flows",
      redirect_uri: "https://flows.example.org/sign-in",
      scope: "openid offline_access",
      state: "state-1",
      nonce: "nonce-1",
      code_challenge: "challenge",
      code_challenge_method: "S256",
    });
    expect(address.href).not.toContain(pending.verifier);
  });
});

describe("codeOf", () => {
  it("TheAnswer_GivesTheCode", () => expect(codeOf(`?code=c&state=state-1&iss=${issuer}`, pending, issuer)).toBe("c"));

  it.each([
    ["?code=c&state=other", "does not belong"],
    ["?code=c", "does not belong"],
    ["?state=state-1", "no code"],
    ["?code=c&state=state-1&iss=https://evil.example.org", "another sign-in provider"],
    ["?error=access_denied&state=state-1", "has not let you in"],
    ["?error=invalid_scope&error_description=No+such&state=state-1", "No such"],
  ])("%s_IsRefused", (search, message) => expect(() => codeOf(search, pending, issuer)).toThrow(message));

  it("WithoutASignInThatWasBegun_IsRefused", () => {
    expect(() => codeOf("?code=c&state=state-1", undefined, issuer)).toThrow("does not belong");
    expect(() => codeOf("?code=c", undefined, issuer)).toThrow("does not belong");
  });
});

describe("readTokens", () => {
  const answer = { access_token: "a", token_type: "Bearer", expires_in: 600, refresh_token: "r", id_token: "i" };

  it("AnAnswer_IsReadWithItsEnd", () =>
    expect(readTokens(answer, now)).toEqual({ token: "a", expiresAt: now + 600_000, refreshToken: "r", idToken: "i" }));

  it("ARenewalThatLeavesOut_KeepsWhatWasThere", () => {
    const before = readTokens(answer, now);
    expect(readTokens({ access_token: "b", token_type: "bearer", expires_in: "60" }, now, before)).toEqual({
      token: "b",
      expiresAt: now + 60_000,
      refreshToken: "r",
      idToken: "i",
    });
    expect(readTokens({ ...answer, refresh_token: "r2" }, now, before).refreshToken).toBe("r2");
  });

  it.each([{}, { ...answer, access_token: "" }, { ...answer, token_type: "mac" }, null])("%j_IsRefused", (json) =>
    expect(() => readTokens(json, now)).toThrow(SignInError),
  );

  it("Bodies_ProveWhoAsks_WithoutASecret", () => {
    expect(codeBody(provider, "c", "v", "https://x/sign-in").toString()).toBe(
      "grant_type=authorization_code&client_id=flows&code=c&redirect_uri=https%3A%2F%2Fx%2Fsign-in&code_verifier=v",
    );
    expect(refreshBody(provider, "r").toString()).toBe("grant_type=refresh_token&client_id=flows&refresh_token=r");
  });
});

describe("checkIdToken", () => {
  const claims = { iss: issuer, aud: "flows", nonce: "nonce-1", exp: now / 1000 + 60, name: "Ünal" };
  const token = (changes: object) => {
    const bytes = new TextEncoder().encode(JSON.stringify({ ...claims, ...changes }));
    return `x.${btoa(String.fromCharCode(...bytes))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replaceAll("=", "")}.x`;
  };
  const check = (text: string | undefined) => checkIdToken(text, issuer, "flows", "nonce-1", now);

  it.each([{}, { aud: ["other", "flows"], azp: "flows" }, { exp: now / 1000 - 100 }])("%j_IsTaken", (changes) =>
    expect(() => check(token(changes))).not.toThrow(),
  );

  it.each([
    [{ iss: "https://evil.example.org" }, "another provider"],
    [{ aud: "other" }, "another app"],
    [{ aud: ["flows", "other"], azp: "other" }, "another app"],
    [{ nonce: "nonce-2" }, "another sign-in"],
    [{ nonce: undefined }, "another sign-in"],
    [{ exp: now / 1000 - 200 }, "has ended"],
    [{ exp: undefined }, "has ended"],
  ])("%j_IsRefused", (changes, message) => expect(() => check(token(changes))).toThrow(message));

  it.each([undefined, "", "x", "x.e30", "x.%.x"])("%j_IsRefused", (text) => expect(() => check(text)).toThrow(SignInError));
});

describe("ownPage", () => {
  it.each([
    ["/runs?status=Failed#x", "/runs?status=Failed#x"],
    ["https://flows.example.org/runs", "/runs"],
    ["https://evil.example.org/runs", "/flows"],
    ["//evil.example.org", "/flows"],
    ["javascript:alert(1)", "/flows"],
    ["/sign-in?code=x", "/flows"],
    [undefined, "/flows"],
  ])("%s_LeadsTo_%s", (path, page) => expect(ownPage(path, "https://flows.example.org")).toBe(page));
});
