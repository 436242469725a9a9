import { Box, Group, SegmentedControl, Text } from "@mantine/core";
import { ReactFlowProvider } from "@xyflow/react";
import { useMemo, useState } from "react";
import type { Decoration } from "../../../canvas/decoration";
import { FlowCanvas } from "../../../canvas/FlowCanvas";
import { toCanvas } from "../../../flow/canvas/toCanvas";
import { stepChanges, type Change } from "../../../flow/compare/diff";
import type { JsonObject } from "../../../flow/json";
import { useBuilder } from "../store";

interface DiffCanvasProps {
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly changes: readonly Change[];
}

const nothing: ReadonlySet<string> = new Set();

/** Both sides of a change as drawings: what came is green, what went is red, what changed is yellow. */
export function DiffCanvas({ before, after, changes }: DiffCanvasProps) {
  const [side, setSide] = useState("after");
  const catalog = useBuilder((state) => state.catalog);
  const shown = side === "after" ? after : before;
  const canvas = useMemo(() => toCanvas(shown, catalog), [shown, catalog]);
  const decorations = useMemo(
    () => new Map([...stepChanges(changes)].map(([id, change]): [string, Decoration] => [id, { change }])),
    [changes],
  );
  return (
    <div>
      <Group justify="space-between" mb={6}>
        <SegmentedControl
          size="xs"
          value={side}
          onChange={setSide}
          data={[
            { value: "before", label: "Published" },
            { value: "after", label: "Draft" },
          ]}
          aria-label="Side"
        />
        <Text size="xs" c="dimmed">
          Green: new. Yellow: changed. Red: gone.
        </Text>
      </Group>
      <Box h={220} style={{ border: "1px solid var(--line)", borderRadius: 8, overflow: "hidden" }}>
        <ReactFlowProvider key={side}>
          <FlowCanvas
            canvas={canvas}
            catalog={catalog}
            decorations={decorations}
            selected={nothing}
            label="Changes"
            onSelect={() => undefined}
            isPlain
          />
        </ReactFlowProvider>
      </Box>
    </div>
  );
}
