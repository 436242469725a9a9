// Reads { issuer, audience } and writes key sets and tokens, all made by jose.
import { EncryptJWT, SignJWT, UnsecuredJWT, exportJWK, exportSPKI, generateKeyPair } from "jose";

const { issuer, audience } = JSON.parse(await text(process.stdin));
const pair = (alg) => generateKeyPair(alg, { extractable: true });
const [rs, es, es384, other] = await Promise.all([pair("RS256"), pair("ES256"), pair("ES384"), pair("RS256")]);

const claims = (token) => token.setIssuer(issuer).setAudience(audience).setSubject("ada").setIssuedAt().setExpirationTime("10m");
const sign = (header, key, change = (token) => token) => change(claims(new SignJWT({ roles: ["FlowFunctions.Viewer"] }).setProtectedHeader(header))).sign(key);
const publicPem = new TextEncoder().encode(await exportSPKI(rs.publicKey));
const secret = crypto.getRandomValues(new Uint8Array(32));

const jwk = async (key, rest) => ({ ...(await exportJWK(key)), use: "sig", ...rest });
const tokens = {
  rs256: await sign({ alg: "RS256", kid: "rs" }, rs.privateKey),
  es256: await sign({ alg: "ES256", kid: "es", typ: "at+jwt" }, es.privateKey),
  withoutKid: await sign({ alg: "ES256" }, es.privateKey),
  hs256WithPublicKey: await sign({ alg: "HS256", kid: "rs" }, publicPem),
  none: claims(new UnsecuredJWT()).encode(),
  es384: await sign({ alg: "ES384", kid: "es384" }, es384.privateKey),
  ps256: await sign({ alg: "PS256", kid: "rs" }, await crypto.subtle.importKey("jwk", { ...(await exportJWK(rs.privateKey)) }, { name: "RSA-PSS", hash: "SHA-256" }, true, ["sign"])),
  unknownKid: await sign({ alg: "RS256", kid: "other" }, other.privateKey),
  otherKey: await sign({ alg: "RS256", kid: "rs" }, other.privateKey),
  encrypted: await claims(new EncryptJWT({}).setProtectedHeader({ alg: "dir", enc: "A256GCM" })).encrypt(secret),
  otherAudience: await sign({ alg: "RS256", kid: "rs" }, rs.privateKey, (token) => token.setAudience("somebody-else")),
  otherIssuer: await sign({ alg: "RS256", kid: "rs" }, rs.privateKey, (token) => token.setIssuer("https://example.org")),
  expired: await sign({ alg: "RS256", kid: "rs" }, rs.privateKey, (token) => token.setExpirationTime("-3m")),
  inSkew: await sign({ alg: "RS256", kid: "rs" }, rs.privateKey, (token) => token.setExpirationTime("-1m")),
  notYet: await sign({ alg: "RS256", kid: "rs" }, rs.privateKey, (token) => token.setNotBefore("5m")),
};
const keys = [
  await jwk(rs.publicKey, { kid: "rs", alg: "RS256" }),
  await jwk(es.publicKey, { kid: "es" }),
  await jwk(es384.publicKey, { kid: "es384" }),
];
const rolled = [await jwk(other.publicKey, { kid: "other" })];
process.stdout.write(JSON.stringify({ tokens, keys: { keys }, rolled: { keys: rolled } }));

async function text(stream) {
  let read = "";
  for await (const part of stream) read += part;
  return read;
}
