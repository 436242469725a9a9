/** An id that is not taken: the wanted one, or it with the first number from 2 on that makes it free. */
export function freeId(wanted: string, taken: ReadonlySet<string> | ReadonlyMap<string, unknown>): string {
  if (!taken.has(wanted)) return wanted;
  const stem = wanted.replace(/[0-9]+$/, "") || wanted;
  let number = 2;
  while (taken.has(`${stem}${number}`.slice(-64))) number++;
  return `${stem.slice(0, 60)}${number}`;
}

/** The id that a new step of a type gets: `queue.send` gives `queueSend`. */
export function idForType(type: string): string {
  const parts = type.split(/[^A-Za-z0-9]+/).filter((part) => part !== "");
  const name = parts.map((part, i) => (i === 0 ? part : part.charAt(0).toUpperCase() + part.slice(1))).join("");
  return /^[A-Za-z_]/.test(name) ? name.slice(0, 60) : `step${name}`.slice(0, 60);
}

/** What is wrong with an id for a step, in words for people; undefined when nothing is. */
export function idProblem(id: string): string | undefined {
  if (/^[A-Za-z_][A-Za-z0-9_-]{0,63}$/.test(id)) return undefined;
  return "Use letters, digits, underscores and hyphens, a letter or underscore first, at most 64 characters.";
}
