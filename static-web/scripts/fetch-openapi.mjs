// Writes openapi.json as a running app serves it: node scripts/fetch-openapi.mjs http://127.0.0.1:7071
// `servers` is left out, because it names the address of the app that happened to answer.
import { writeFile } from "node:fs/promises";

const app = process.argv[2] ?? "http://127.0.0.1:7071";
const response = await fetch(new URL("/api/openapi.json", app), { signal: AbortSignal.timeout(30_000) });
if (!response.ok) throw new Error(`${app} answered ${response.status} for /api/openapi.json`);
const document = await response.json();
delete document.servers;
await writeFile(new URL("../openapi.json", import.meta.url), JSON.stringify(document, null, 2) + "\n");
