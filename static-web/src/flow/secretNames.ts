const form = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

/** Why a secret or an environment cannot be called so; undefined when it can. */
export function nameProblem(name: string): string | undefined {
  return form.test(name) ? undefined : "A letter, then up to 63 letters, digits, '-' and '_'.";
}
