import { Button, Group, Modal, Text } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { useFiles } from "./filesStore";

const isUnsaved = () => useFiles.getState().drafts.size > 0;

/** Asks before unsaved changes are left behind. From file to file within the page they are kept. */
export function LeaveGuard() {
  const paths = useFiles((state) => state.drafts).keys();
  const blocker = useBlocker({
    shouldBlockFn: ({ next }) => isUnsaved() && next.pathname !== "/files",
    enableBeforeUnload: isUnsaved,
    withResolver: true,
  });
  const leave = () => {
    useFiles.setState({ drafts: new Map() });
    blocker.proceed?.();
  };
  return (
    <Modal opened={blocker.status === "blocked"} onClose={() => blocker.reset?.()} title="Not saved yet">
      <Text size="sm" style={{ overflowWrap: "anywhere" }}>
        Changes of {[...paths].join(", ")} are lost when you leave now.
      </Text>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={() => blocker.reset?.()} data-autofocus>
          Stay here
        </Button>
        <Button color="red" onClick={leave}>
          Leave without saving
        </Button>
      </Group>
    </Modal>
  );
}
