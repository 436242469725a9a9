import { asObject, asText, member, type Json } from "./json";
import { mapTexts } from "./tree";

/** Whether a flow names a secret: in an expression, or as what a webhook's callers prove themselves with. */
export function usesSecret(document: Json, name: string): boolean {
  const word = name.replaceAll(/[-\\^$*+?.()|[\]{}]/g, String.raw`\$&`);
  const named = new RegExp(String.raw`\bsecrets(?:\s*\?)?(?:\s*\.\s*${word}(?![\w$])|(?:\s*\.)?\s*\[\s*(['"\x60])${word}\1\s*\])`);
  let isUsed = Object.values(asObject(member(document, "triggers"))).some(
    (trigger) => asText(member(member(trigger, "auth"), "secret")) === name,
  );
  mapTexts(document, (text) => {
    isUsed ||= text.includes("{{") && named.test(text);
    return text;
  });
  return isUsed;
}
