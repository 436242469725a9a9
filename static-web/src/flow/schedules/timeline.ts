/** Where times lie between now (0) and the last of them (1). */
export function placeTimes(times: readonly number[], now: number): number[] {
  const length = (times.at(-1) ?? now) - now;
  return times.map((time) => (length <= 0 ? 1 : Math.max(0, (time - now) / length)));
}
