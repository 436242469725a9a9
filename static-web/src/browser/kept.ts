const theme = "mantine-color-scheme-value";

/** How many bytes this site keeps in the browser, the choice of colors apart. */
export function keptBytes(storage: Storage): number {
  return keysOf(storage).reduce((sum, key) => sum + 2 * (key.length + (storage.getItem(key)?.length ?? 0)), 0);
}

/** Forgets all of it. */
export function forgetKept(storage: Storage): void {
  for (const key of keysOf(storage)) storage.removeItem(key);
}

function keysOf(storage: Storage): string[] {
  return Array.from({ length: storage.length }, (_, i) => storage.key(i)).filter((key): key is string => key !== null && key !== theme);
}
