import { isArray, isObject, member, type Json, type JsonObject, type Path } from "./json";

/** The value at a path, or undefined when there is none. */
export function getAt(value: Json | undefined, path: Path): Json | undefined {
  let at = value;
  for (const name of path) {
    at = isArray(at) ? at[Number(name)] : member(at, String(name));
    if (at === undefined) return undefined;
  }
  return at;
}

/** The same tree with another value at a path. Objects that are missing on the way are made. Members keep their place. */
export function setAt(value: Json | undefined, path: Path, next: Json): Json {
  const [name, ...rest] = path;
  if (name === undefined) return next;
  if (isArray(value)) {
    const index = Number(name);
    return value
      .map((one, i) => (i === index ? setAt(one, rest, next) : one))
      .concat(index >= value.length ? [setAt(undefined, rest, next)] : []);
  }
  const known = isObject(value) ? value : {};
  const before = member(known, String(name));
  const after = setAt(before, rest, next);
  return before === after ? known : { ...known, [String(name)]: after };
}

/** The same tree without what is at a path; the tree itself when nothing is there. */
export function removeAt(value: Json, path: Path): Json {
  const name = path[path.length - 1];
  const parentPath = path.slice(0, -1);
  const parent = getAt(value, parentPath);
  if (name === undefined) return value;
  if (isArray(parent)) {
    return setAt(
      value,
      parentPath,
      parent.filter((_, i) => i !== Number(name)),
    );
  }
  return member(parent, String(name)) === undefined ? value : setAt(value, parentPath, without(parent as JsonObject, [String(name)]));
}

/** An object without some members. */
export function without(value: JsonObject, names: Iterable<string>): JsonObject {
  const gone = new Set(names);
  return Object.fromEntries(Object.entries(value).filter(([name]) => !gone.has(name)));
}

/** An object whose members have other names where the map says so; they keep their places. */
export function renameMembers(value: JsonObject, names: ReadonlyMap<string, string>): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [names.get(name) ?? name, one]));
}

/** The tree with each text changed by a function; parts in which nothing changes stay the same objects. */
export function mapTexts(value: Json, change: (text: string, path: Path) => string, path: Path = []): Json {
  if (typeof value === "string") return change(value, path);
  if (isArray(value)) return mapArray(value, change, path);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([name, one]): [string, Json] => [name, mapTexts(one, change, [...path, name])]);
  return entries.some(([name, next]) => next !== value[name]) ? Object.fromEntries(entries) : value;
}

function mapArray(value: readonly Json[], change: (text: string, path: Path) => string, path: Path): Json {
  const next = value.map((one, i) => mapTexts(one, change, [...path, i]));
  return next.some((one, i) => one !== value[i]) ? next : value;
}
