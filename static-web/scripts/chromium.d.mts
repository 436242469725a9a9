import type { Browser } from "playwright-core";

export function launch(): Promise<Browser>;
export function askAt(site: string, method: string, path: string, body?: unknown): Promise<unknown>;
export function siteOf(): string;
