import { Checkbox, Group, Radio, Stack, Text, TextInput } from "@mantine/core";
import type { GrantInput } from "../../../api/access";
import { extras, flowsProblem, roles } from "../../../flow/access/grants";

/** What is being filled in; all of it is text, as forms have it. */
export interface GrantDraft {
  readonly role: string;
  readonly flows: string;
  readonly permissions: readonly string[];
}

export const newGrant: GrantDraft = { role: "viewer", flows: "", permissions: [] };

/** What is sent of it; undefined as long as it cannot be. */
export function grantOf({ role, flows, permissions }: GrantDraft): GrantInput | undefined {
  const scope = flows.trim();
  if (flowsProblem(scope) !== undefined) return undefined;
  return { role, ...(scope === "" ? {} : { flows: scope }), ...(permissions.length === 0 ? {} : { permissions }) };
}

interface GrantFieldsProps {
  readonly value: GrantDraft;
  readonly onChange: (value: GrantDraft) => void;
}

export function GrantFields({ value, onChange }: GrantFieldsProps) {
  return (
    <>
      <Radio.Group label="Role" value={value.role} onChange={(role) => onChange({ ...value, role })}>
        <Stack gap={6} mt={4}>
          {roles.map((role) => (
            <Radio key={role.value} value={role.value} label={role.label} description={role.about} />
          ))}
        </Stack>
      </Radio.Group>
      <TextInput
        label="Flows"
        description="Empty for all; the id of one, or the beginning of ids and *."
        placeholder="billing-*"
        value={value.flows}
        error={flowsProblem(value.flows.trim())}
        onChange={(event) => onChange({ ...value, flows: event.currentTarget.value })}
      />
      <Checkbox.Group value={[...value.permissions]} onChange={(permissions) => onChange({ ...value, permissions })}>
        <Text size="sm" fw={500}>
          Beyond the role
        </Text>
        <Group gap="md" mt={4}>
          {extras.map((extra) => (
            <Checkbox key={extra.value} value={extra.value} label={extra.label} />
          ))}
        </Group>
      </Checkbox.Group>
    </>
  );
}
