/** What the expression language has besides the names of a flow; docs/expressions.md tells what each does. */
const textMembers =
  "at charAt charCodeAt concat endsWith includes indexOf lastIndexOf length match matchAll padEnd padStart repeat replace replaceAll search slice split startsWith substring toLowerCase toString toUpperCase trim trimEnd trimStart";
const listMembers =
  "at concat entries every filter find findIndex findLast flat flatMap forEach includes indexOf join keys length map reduce reduceRight reverse slice some sort toReversed toSorted toSpliced values with";
const numberMembers = "toExponential toFixed toPrecision toString";

export const methods: Readonly<Record<"text" | "list" | "number", readonly string[]>> = {
  text: textMembers.split(" "),
  list: listMembers.split(" "),
  number: numberMembers.split(" "),
};

export const functions: readonly string[] =
  "now uuid hash base64 base64Decode isoTime String Number Boolean parseInt parseFloat isNaN isFinite encodeURIComponent decodeURIComponent encodeURI decodeURI".split(
    " ",
  );

export const namespaces: Readonly<Record<string, readonly string[]>> = {
  Math: "abs ceil floor round trunc sign min max pow sqrt cbrt log log2 log10 exp hypot PI E".split(" "),
  JSON: ["parse", "stringify"],
  Object: "keys values entries fromEntries assign hasOwn is".split(" "),
  Array: ["from", "isArray", "of"],
  Date: ["parse", "UTC"],
  Number: "isFinite isInteger isNaN isSafeInteger parseFloat parseInt MAX_SAFE_INTEGER MIN_SAFE_INTEGER EPSILON".split(" "),
};

/** Names of members that read a value and take no arguments. */
export const plainMembers: ReadonlySet<string> = new Set(["length", "PI", "E", "MAX_SAFE_INTEGER", "MIN_SAFE_INTEGER", "EPSILON"]);
