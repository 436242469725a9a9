import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { stepTypesQuery, versionDocumentQuery } from "../../api/flows";
import type { Decoration } from "../../canvas/decoration";
import { FlowCanvas, type SelectChange } from "../../canvas/FlowCanvas";
import { Failure, Loading } from "../../components/States";
import { toCanvas } from "../../flow/canvas/toCanvas";
import type { LiveRun } from "../../flow/runs/liveRun";
import { overlay, takenEdges } from "../../flow/runs/overlay";

interface RunCanvasProps {
  readonly live: LiveRun;
  readonly shown: string | undefined;
  readonly onShow: (path: string | undefined) => void;
}

/** The flow as this run's version drew it, with what the run has done. */
export function RunCanvas({ live, shown, onShow }: RunCanvasProps) {
  const { flowId, version } = live.run;
  const types = useQuery(stepTypesQuery);
  const document = useQuery(versionDocumentQuery(flowId, version ?? 1));
  const drawing = useMemo(() => {
    if (!types.data || !document.data) return undefined;
    return { document: document.data, canvas: toCanvas(document.data, types.data), catalog: types.data };
  }, [types.data, document.data]);
  const states = useMemo(() => overlay(live.steps.values()), [live.steps]);
  const decorations = useMemo(() => new Map([...states].map(([id, state]): [string, Decoration] => [id, { state }])), [states]);
  const taken = useMemo(() => (drawing ? takenEdges(drawing.document, states, live.steps) : undefined), [drawing, states, live.steps]);
  const shownId = shown === undefined ? undefined : live.steps.get(shown)?.id;
  const selected = useMemo(() => new Set(shownId === undefined ? [] : [shownId]), [shownId]);
  const onSelect = useCallback(
    (changes: readonly SelectChange[]) => {
      const id = changes.find((change) => change.isSelected)?.id;
      const path = id === undefined ? undefined : states.get(id)?.path;
      if (path !== undefined || changes.some((change) => change.id === shownId)) onShow(path);
    },
    [onShow, shownId, states],
  );
  const error = document.error ?? types.error;
  if (error) return <Failure error={error} onRetry={() => void document.refetch()} />;
  if (!drawing) return <Loading what="the drawing" />;
  return (
    <FlowCanvas
      canvas={drawing.canvas}
      catalog={drawing.catalog}
      decorations={decorations}
      taken={taken}
      selected={selected}
      label="Run"
      onSelect={onSelect}
    />
  );
}
