import { ActionIcon, Button, Group, Menu, Stack, Table, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Ellipsis, PencilLine, Plus, UserMinus, Users } from "lucide-react";
import { useState } from "react";
import { membersQuery, removeMember, type Member } from "../../../api/access";
import { Ago } from "../../../components/Ago";
import { ConfirmDialog } from "../../../components/ConfirmDialog";
import { MenuTable } from "../../../components/MenuTable";
import { Empty, Failure, Loading } from "../../../components/States";
import { withProgress } from "../../../components/toasts";
import { grantText } from "../../../flow/access/grants";
import { MemberDialog } from "./MemberDialog";

const columns = [{ title: "Who" }, { title: "May do", isWide: true }, { title: "Since", width: 150, isWide: true }];

/** Who was given a role in the workspace, beside the roles that tokens bring. */
export function MembersPanel() {
  const members = useQuery(membersQuery);
  const [isAdding, setAdding] = useState(false);
  const add = (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setAdding(true)}>
      Add a member
    </Button>
  );
  if (members.isPending) return <Loading what="the members" />;
  if (members.isError && !members.data) return <Failure error={members.error} onRetry={() => void members.refetch()} />;
  return (
    <>
      {members.data.length === 0 ? (
        <Empty icon={<Users size={24} />} title="No members yet" action={add}>
          People may have roles already, by what the sign-in provider says of them. Here you give roles beside those, for all flows or some.
        </Empty>
      ) : (
        <Stack>
          <Group justify="flex-end">{add}</Group>
          <MenuTable columns={columns}>
            {members.data.map((member) => (
              <Row key={member.id} member={member} />
            ))}
          </MenuTable>
        </Stack>
      )}
      {isAdding && <MemberDialog onClose={() => setAdding(false)} />}
    </>
  );
}

function Row({ member }: { readonly member: Member }) {
  const [dialog, setDialog] = useState<"change" | "remove">();
  const client = useQueryClient();
  const close = () => setDialog(undefined);
  const who = member.name ?? member.id;
  const remove = async () => {
    await withProgress(`Removing ${who}…`, `${who} has no role from here any more.`, removeMember(member.id));
    await client.invalidateQueries({ queryKey: ["access", "members"] });
  };
  return (
    <Table.Tr>
      <Table.Td>
        <Text fw={600} size="sm" style={{ overflowWrap: "anywhere" }}>
          {who}
        </Text>
        {member.name !== undefined && (
          <Text size="xs" c="dimmed" ff="monospace" style={{ overflowWrap: "anywhere" }}>
            {member.id}
          </Text>
        )}
        <Text size="xs" hiddenFrom="sm">
          {grantText(member.grant)}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm">{grantText(member.grant)}</Table.Td>
      <Table.Td visibleFrom="sm">
        <Ago time={member.changedAt} />
      </Table.Td>
      <Table.Td>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={`More for ${who}`}>
              <Ellipsis size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<PencilLine size={16} />} onClick={() => setDialog("change")}>
              Change the role…
            </Menu.Item>
            <Menu.Item color="red" leftSection={<UserMinus size={16} />} onClick={() => setDialog("remove")}>
              Remove…
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
        {dialog === "change" && <MemberDialog member={member} onClose={close} />}
        <ConfirmDialog
          opened={dialog === "remove"}
          title={`Remove ${who}?`}
          action="Remove"
          hasReason={false}
          onClose={close}
          onConfirm={() => void remove()}
        >
          The role that was given here goes. Roles that the sign-in provider gives them stay.
        </ConfirmDialog>
      </Table.Td>
    </Table.Tr>
  );
}
