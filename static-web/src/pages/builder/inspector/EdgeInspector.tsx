import { Button, Select, Stack, Text } from "@mantine/core";
import { Trash2 } from "lucide-react";
import { portsOf } from "../../../flow/catalog";
import { edgeKey, indexOf, stepOf, type EdgeOn } from "../../../flow/document";
import { changeEdge } from "../../../flow/edits/edges";
import { removeSelected } from "../actions";
import { edit, select, useBuilder, useBuilderStore } from "../store";

const ends = [
  { value: "success", label: "When it succeeds" },
  { value: "failure", label: "When it fails; the failure is handled then" },
  { value: "always", label: "However it ends" },
];

/** When an edge is taken. */
export function EdgeInspector({ id }: { readonly id: string }) {
  const store = useBuilderStore();
  const edge = useBuilder((state) => indexOf(state.document).edges.get(id));
  const document = useBuilder((state) => state.document);
  const catalog = useBuilder((state) => state.catalog);
  if (!edge) return null;
  const ports = portsOf(stepOf(document, edge.from) ?? {}, catalog);
  const change = (on: EdgeOn, port: string | undefined) => {
    if (edit(store, "Change edge", (before) => changeEdge(before, id, on, port)))
      select(store, [edgeKey({ from: edge.from, to: edge.to, on, port: on === "success" ? port : undefined })]);
  };
  return (
    <Stack p="md" gap="sm">
      <Text fw={600} style={{ overflowWrap: "anywhere" }}>
        {edge.from} → {edge.to}
      </Text>
      <Select
        label="Taken"
        size="sm"
        data={ends}
        value={edge.on}
        allowDeselect={false}
        onChange={(on) => change(on === "failure" || on === "always" ? on : "success", edge.port)}
      />
      {edge.on === "success" && ports.length > 0 && (
        <Select
          label="Through port"
          size="sm"
          data={[...ports]}
          placeholder="Any"
          clearable
          value={edge.port ?? null}
          onChange={(port) => change("success", port ?? undefined)}
        />
      )}
      <Button variant="default" color="red" leftSection={<Trash2 size={16} aria-hidden />} onClick={() => removeSelected(store)}>
        Remove the edge
      </Button>
    </Stack>
  );
}
