// Makes src/api/schema.ts from openapi.json. It is not committed: every build makes it anew.
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";

const document = JSON.parse(await readFile(new URL("../openapi.json", import.meta.url), "utf8"));

// Two habits of the app that its document does not tell: numbers are always written as numbers (the document says
// "number or string", because strings would be read, too), and members that are null are left out.
function asWritten(schema) {
  if (Array.isArray(schema)) return schema.forEach(asWritten);
  if (schema === null || typeof schema !== "object") return;
  if (Array.isArray(schema.type) && schema.type.some((t) => t === "integer" || t === "number")) {
    schema.type = schema.type.filter((t) => t !== "string");
    delete schema.pattern;
  }
  if (schema.properties && schema.required) schema.required = schema.required.filter((name) => !mayBeNull(schema.properties[name]));
  for (const property of Object.values(schema.properties ?? {})) leaveNullOut(property);
  Object.values(schema).forEach(asWritten);
}

function mayBeNull(schema) {
  return (Array.isArray(schema.type) && schema.type.includes("null")) || (schema.oneOf ?? []).some((one) => one.type === "null");
}

function leaveNullOut(schema) {
  if (Array.isArray(schema.type)) schema.type = schema.type.filter((type) => type !== "null");
  if (schema.oneOf) schema.oneOf = schema.oneOf.filter((one) => one.type !== "null");
}

asWritten(document.components);
const ast = await openapiTS(document, { emptyObjectsUnknown: true, alphabetize: true });
await writeFile(
  new URL("../src/api/schema.ts", import.meta.url),
  astToString(ast).replace("JsonElement: unknown;", 'JsonElement: import("../flow/json").Json;'),
);
