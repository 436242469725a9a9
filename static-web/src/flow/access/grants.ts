/** The roles, each with what those before it may do; what a person reads when they choose one. */
export const roles: readonly { readonly value: string; readonly label: string; readonly about: string }[] = [
  { value: "viewer", label: "Viewer", about: "sees flows, files, runs and their data" },
  { value: "operator", label: "Operator", about: "also starts and controls runs, switches triggers, decides approvals" },
  { value: "editor", label: "Editor", about: "also writes flows, files and secrets, and deletes runs" },
  { value: "admin", label: "Admin", about: "also says who may do what, sets limits and reads the audit log" },
];

/** What may be added to a role that does not have it. */
export const extras: readonly { readonly value: string; readonly label: string }[] = [
  { value: "approvals.decide", label: "Decide approvals" },
  { value: "runs.start", label: "Start runs" },
  { value: "webhooks.inspect", label: "Inspect webhooks" },
];

interface Grant {
  readonly role: string;
  readonly flows?: string;
  readonly permissions?: readonly string[];
}

/** What somebody may do, in words. */
export function grantText(grant: Grant | undefined): string {
  if (!grant) return "Nothing that this version of the app knows";
  const added = grant.permissions?.map((name) => extras.find((extra) => extra.value === name)?.label.toLowerCase() ?? name) ?? [];
  const role = roles.find((one) => one.value === grant.role)?.label ?? grant.role;
  return [grant.flows === undefined ? role : `${role} of ${grant.flows}`, ...added].join(", ");
}

/** Why a text names no flows; undefined when it does, or is empty: then the role is for all of them. */
export function flowsProblem(text: string): string | undefined {
  return text === "" || /^[a-z][a-z0-9-]{0,62}\*?$/.test(text)
    ? undefined
    : "The id of a flow, or the beginning of ids and *, such as billing-*.";
}

/** Why a text is nobody's id. */
export function personProblem(id: string): string | undefined {
  return /^[!-~]+:[!-~]+$/.test(id)
    ? undefined
    : "The provider's name, a colon and the subject, such as main:8f2c. “Copy my id” in the person's menu has it.";
}
