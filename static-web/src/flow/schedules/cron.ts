const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const ordinals = ["first", "second", "third", "fourth", "fifth"];
const macros: Readonly<Record<string, string>> = {
  "@hourly": "0 * * * *",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@weekly": "0 0 * * 0",
  "@monthly": "0 0 1 * *",
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
};
const mostTimes = 6;

/** A cron expression in words; undefined when it has no words, above all when it is none. The app decides what it means. */
export function cronInWords(cron: string): string | undefined {
  const text = cron.trim();
  const fields = (macros[text.toLowerCase()] ?? text).split(/\s+/);
  const [second, minute, hour, day, month, weekday] = fields.length === 5 ? ["0", ...fields] : fields;
  if (fields.length > 6 || second === undefined || minute === undefined || hour === undefined) return undefined;
  if (day === undefined || month === undefined || weekday === undefined) return undefined;
  const time = timeWords(second, minute, hour);
  const on = dayWords(day, weekday);
  const during = isAny(month) ? "" : list(month, (one) => nameOf(one, months, 1), " to ");
  if (time === undefined || on === undefined || during === undefined) return undefined;
  const daily = on === "" && time.startsWith("at ") && !time.includes("every") ? "every day" : on;
  return [time, daily, during === "" ? "" : `in ${during}`].filter((part) => part !== "").join(", ");
}

/** The length of time in words: `1h30m` as `every 1 h 30 min`. */
export function everyInWords(every: string): string | undefined {
  const parts = [...every.matchAll(/(\d+)(ms|s|m|h|d)/g)];
  if (parts.length === 0 || parts.map((part) => part[0]).join("") !== every) return undefined;
  const names: Readonly<Record<string, string>> = { ms: "ms", s: "s", m: "min", h: "h", d: "d" };
  return `every ${parts.map((part) => `${part[1] ?? ""} ${names[part[2] ?? ""] ?? ""}`).join(" ")}`;
}

function timeWords(second: string, minute: string, hour: string): string | undefined {
  const seconds = isAny(second) ? "every second" : stepOf(second, "second");
  if (seconds !== undefined) return isAny(minute) && isAny(hour) ? seconds : undefined;
  const minutes = numbers(minute, 59);
  const hours = numbers(hour, 23);
  const at = numbers(second, 59);
  if (at?.length !== 1) return undefined;
  if (minutes && hours && minutes.length * hours.length <= mostTimes) {
    const clock = hours.flatMap((h) => minutes.map((m) => `${pad(h)}:${pad(m)}${at[0] === 0 ? "" : `:${pad(at[0] ?? 0)}`}`));
    return `at ${join(clock)}`;
  }
  const often = isAny(minute) ? "every minute" : stepOf(minute, "minute");
  if (often !== undefined) return hourWords(hour, often, "");
  const past = list(minute, (one) => (/^\d+$/.test(one) ? one : undefined), " to ");
  if (past === undefined) return undefined;
  return hourWords(hour, past === "0" ? "every hour" : `at minute ${past} of every hour`, past === "0" ? "" : `, at minute ${past}`);
}

/** What happens within hours, with which hours these are. */
function hourWords(hour: string, often: string, past: string): string | undefined {
  if (isAny(hour)) return often;
  const every = stepOf(hour, "hour");
  if (every !== undefined) return often.includes("minute") && past === "" ? `${often} of ${every}` : `${every}${past}`;
  const during = list(hour, (one) => (/^\d+$/.test(one) ? pad(Number(one)) : undefined), " to ");
  return during === undefined ? undefined : `${often} in the hours ${during}`;
}

function dayWords(day: string, weekday: string): string | undefined {
  const ofMonth = isAny(day) ? "" : list(day, monthDay, " to ");
  const ofWeek = isAny(weekday) ? "" : list(weekday, weekdayWord, " to ");
  if (ofMonth === undefined || ofWeek === undefined) return undefined;
  const month = ofMonth === "" ? "" : ofMonth.startsWith("the ") ? `on ${ofMonth}` : `on day ${ofMonth} of the month`;
  if (month !== "" && ofWeek !== "") return `${month} or on ${ofWeek}`;
  return month !== "" ? month : ofWeek === "" ? "" : `on ${ofWeek}`;
}

function monthDay(one: string): string | undefined {
  if (one.toUpperCase() === "L") return "the last day of the month";
  if (one.toUpperCase() === "LW") return "the last workday of the month";
  const nearest = /^(\d+)W$/i.exec(one);
  if (nearest) return `the workday nearest to day ${nearest[1] ?? ""}`;
  return /^\d+$/.test(one) ? one : undefined;
}

function weekdayWord(one: string): string | undefined {
  const nth = /^(.+)#([1-5])$/.exec(one);
  if (nth) return prefixed(`the ${ordinals[Number(nth[2]) - 1] ?? ""}`, nameOf(nth[1] ?? "", days, 0), "of the month");
  const last = /^(.+)L$/i.exec(one);
  if (last) return prefixed("the last", nameOf(last[1] ?? "", days, 0), "of the month");
  return nameOf(one, days, 0);
}

function prefixed(before: string, word: string | undefined, after: string): string | undefined {
  return word === undefined ? undefined : `${before} ${word} ${after}`;
}

/** A number or the first three letters as the name. Sunday is 0 and 7. */
function nameOf(text: string, names: readonly string[], first: number): string | undefined {
  if (/^\d+$/.test(text)) return names[first === 0 ? Number(text) % 7 : Number(text) - first];
  return names.find((name) => name.slice(0, 3).toLowerCase() === text.toLowerCase());
}

/** Items and ranges of a field as words; undefined when one has none, as steps have. */
function list(field: string, word: (one: string) => string | undefined, to: string): string | undefined {
  const words = field.split(",").map((item) => {
    const ends = item.split("-").map(word);
    return ends.length > 2 || ends.includes(undefined) ? undefined : ends.join(to);
  });
  return words.includes(undefined) ? undefined : join(words as string[]);
}

function numbers(field: string, most: number): number[] | undefined {
  const all = field.split(",").map((one) => (/^\d+$/.test(one) ? Number(one) : Number.NaN));
  return all.every((one) => one <= most) ? all : undefined;
}

function stepOf(field: string, unit: string): string | undefined {
  const step = /^(?:\*|0)\/(\d+)$/.exec(field);
  return step ? `every ${step[1] ?? ""} ${unit}s` : undefined;
}

function isAny(field: string): boolean {
  return field === "*" || field === "?";
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}

function join(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}
