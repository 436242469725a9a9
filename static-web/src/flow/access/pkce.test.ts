import { describe, expect, it } from "vitest";
import { base64Url, challengeOf, randomText } from "./pkce";

describe("pkce", () => {
  it("ChallengeOf_TheVectorOfRfc7636AppendixB_IsItsChallenge", async () => {
    const octets = [
      116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37, 77, 105, 214, 191, 240, 91, 88, 5, 88, 83,
      132, 141, 121,
    ];
    const verifier = base64Url(Uint8Array.from(octets));
    expect(verifier).toBe("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    expect(await challengeOf(verifier)).toBe("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  });

  it("RandomText_Is256BitsInTheAlphabetOfVerifiers", () => {
    const texts = new Set(Array.from({ length: 100 }, randomText));
    expect(texts.size).toBe(100);
    for (const text of texts) expect(text).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });
});
