import { ActionIcon, Code, CopyButton, Group, Tooltip } from "@mantine/core";
import { Check, Copy } from "lucide-react";

/** An address, with a button that copies it. */
export function CopyAddress({ address }: { readonly address: string }) {
  return (
    <Group gap={4} wrap="nowrap" align="flex-start">
      <Code style={{ overflowWrap: "anywhere", minWidth: 0 }}>{address}</Code>
      <CopyButton value={address}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? "Copied" : "Copy the address"}>
            <ActionIcon size="sm" variant="subtle" color="gray" onClick={copy} aria-label={copied ? "Copied" : "Copy the address"}>
              {copied ? <Check size={14} /> : <Copy size={14} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Group>
  );
}
