import { Group, SegmentedControl, Text } from "@mantine/core";
import { useEffect, useMemo, useRef, useState } from "react";
import { LazyEditor } from "../../editor/LazyEditor";
import { locate } from "../../flow/problems";
import { parsePointer } from "../../flow/pointer";
import { rangeOf, readText, toText, updateText, type TextFormat, type TextProblem } from "../../flow/text/text";
import { replaceDocument, useBuilder, useBuilderStore } from "./store";

/** The flow as text, side by side with the canvas and in sync with it. */
export function TextPanel() {
  const store = useBuilderStore();
  const document = useBuilder((state) => state.document);
  const problems = useBuilder((state) => state.problems);
  const [format, setFormat] = useState<TextFormat>("yaml");
  const [text, setText] = useState(() => toText(document, "yaml"));
  const [broken, setBroken] = useState<readonly TextProblem[]>([]);
  // The document that the text says; another one was made on the canvas.
  const said = useRef(document);

  useEffect(() => {
    if (said.current === document) return;
    said.current = document;
    setText((before) => updateText(before, document, format));
    setBroken([]);
  }, [document, format]);

  const onChange = (next: string) => {
    setText(next);
    const read = readText(next, format);
    setBroken(read.problems);
    if (!read.document) return;
    replaceDocument(store, read.document, "Edit text", "text");
    said.current = store.getState().document;
  };
  const onFormat = (next: string) => {
    const chosen = next === "json" ? "json" : "yaml";
    setFormat(chosen);
    setText(toText(document, chosen));
    setBroken([]);
  };
  const diagnostics = useMemo(() => {
    if (broken.length > 0)
      return broken.map(({ from, to, message }) => ({ from, to: Math.min(to, text.length), message, severity: "error" as const }));
    return problems.flatMap((problem) => {
      const range = rangeOf(text, parsePointer(problem.pointer) ?? []) ?? rangeOf(text, stepPath(document, problem.pointer));
      return range
        ? [
            {
              ...range,
              message: problem.message,
              severity: problem.severity.toLowerCase() === "error" ? ("error" as const) : ("warning" as const),
            },
          ]
        : [];
    });
  }, [broken, problems, text, document]);
  return (
    <div style={{ display: "flex", flexDirection: "column", height: "100%" }}>
      <Group px="sm" py={4} gap="sm" style={{ borderBottom: "1px solid var(--line)" }}>
        <SegmentedControl
          size="xs"
          value={format}
          onChange={onFormat}
          data={[
            { value: "yaml", label: "YAML" },
            { value: "json", label: "JSON" },
          ]}
          aria-label="Format"
        />
        <Text size="xs" c={broken.length > 0 ? "red" : "dimmed"} role="status" lineClamp={1} flex={1}>
          {broken[0]?.message ?? "In sync with the canvas"}
        </Text>
      </Group>
      <div style={{ flex: 1, minHeight: 0 }}>
        <LazyEditor label="The flow as text" language={format} value={text} onChange={onChange} diagnostics={diagnostics} fill />
      </div>
    </div>
  );
}

/** A missing member has no place in the text; its step has. */
function stepPath(document: Parameters<typeof locate>[0], pointer: string): (string | number)[] {
  const place = locate(document, pointer);
  const path = parsePointer(pointer) ?? [];
  return place.kind === "step" ? [...path.slice(0, path.length - place.field.length)] : [];
}
