/** The id that fits a name: `Order intake (new)` gives `order-intake-new`. */
export function flowIdOf(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, 63)
    .replace(/-+$/, "");
}

/** What is wrong with a flow's id, in words for people; undefined when nothing is. */
export function flowIdProblem(id: string): string | undefined {
  return /^[a-z][a-z0-9-]{0,62}$/.test(id)
    ? undefined
    : "Use lower-case letters, digits and hyphens, a letter first, at most 63 characters.";
}
