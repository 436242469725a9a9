/** Who is signed in; of `GET /api/me` what decides about buttons. */
export interface Person {
  readonly workspace: string;
  readonly permissions: readonly string[];
  readonly missing: Readonly<Record<string, string>>;
  readonly roles: readonly { readonly workspace: string; readonly role: string; readonly flows?: string }[];
}

const everyWorkspace = "*";

/** Why somebody may not do something, in one sentence; undefined when they may, or nobody knows yet: the app decides anyway. */
export function refusalOf(person: Person | undefined, permission: string): string | undefined {
  const least = person?.missing[permission];
  if (!person || least === undefined) return undefined;
  const own = rolesIn(person, person.workspace);
  const have = own.length === 0 ? "You have no role here." : `You are ${own.join(" and ")} here.`;
  return `This takes the role ${least}. ${have} Ask an admin of the workspace ${person.workspace}.`;
}

/** Somebody's roles in a workspace, in words. */
export function rolesIn(person: Person, workspace: string): readonly string[] {
  return person.roles
    .filter((role) => role.workspace === workspace || role.workspace === everyWorkspace)
    .map((role) => (role.flows === undefined ? role.role : `${role.role} of ${role.flows}`));
}

/** The workspaces that somebody can change to. */
export function workspacesOf(person: Person): readonly string[] {
  return [...new Set([...named(person), person.workspace])].sort();
}

/** Whether somebody may work in every workspace, also in one that nobody has begun. */
export function mayWorkAnywhere(person: Person): boolean {
  return person.roles.some((role) => role.workspace === everyWorkspace);
}

/** Whether a role is for some flows only: then it depends on the flow what somebody may do. */
export function dependsOnFlow(person: Person | undefined): boolean {
  return person?.roles.some((role) => role.flows !== undefined) ?? false;
}

/** The workspace to begin with: the one that was used last, if there is still a role in it, else one that there is. */
export function firstWorkspace(person: Person, last: string | undefined): string | undefined {
  const own = named(person);
  const mayUse = (workspace: string) => mayWorkAnywhere(person) || own.includes(workspace);
  if (last !== undefined && mayUse(last)) return last;
  return mayUse(person.workspace) ? person.workspace : own[0];
}

function named(person: Person): readonly string[] {
  return person.roles.map((role) => role.workspace).filter((workspace) => workspace !== everyWorkspace);
}
