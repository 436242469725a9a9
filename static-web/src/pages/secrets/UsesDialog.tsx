import { List, Modal, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { mostFlows, usesQuery } from "../../api/secretUses";
import { AnchorLink } from "../../components/links";
import { Failure, Loading } from "../../components/States";

interface UsesDialogProps {
  readonly name: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** The flows whose newest version names a secret. */
export function UsesDialog({ name, opened, onClose }: UsesDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={`Where ${name} is used`}>
      <Uses name={name} />
    </Modal>
  );
}

function Uses({ name }: { readonly name: string }) {
  const uses = useQuery(usesQuery(name));
  if (uses.isPending) return <Loading what="the flows" />;
  if (uses.isError) return <Failure error={uses.error} onRetry={() => void uses.refetch()} />;
  return (
    <>
      {uses.data.flows.length === 0 ? (
        <Text size="sm">No flow names it in its newest version. Drafts and scripts were not searched.</Text>
      ) : (
        <List size="sm">
          {uses.data.flows.map((flow) => (
            <List.Item key={flow.id}>
              <AnchorLink to="/flows/$flowId" params={{ flowId: flow.id }}>
                {flow.name ?? flow.id}
              </AnchorLink>
            </List.Item>
          ))}
        </List>
      )}
      {uses.data.isCut && (
        <Text size="sm" c="dimmed" mt="sm">
          Only the first {mostFlows} flows were searched.
        </Text>
      )}
    </>
  );
}
