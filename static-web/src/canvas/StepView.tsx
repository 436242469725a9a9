import { Handle, Position, type NodeProps, type Node } from "@xyflow/react";
import { CircleAlert, Pin, TriangleAlert } from "lucide-react";
import { memo } from "react";
import { StepIcon } from "../components/StepIcon";
import { duration } from "../components/times";
import { portHeight, portMiddle, stepHeight, type StepNode } from "../flow/canvas/model";
import { typeOf } from "../flow/document";
import { asText, member } from "../flow/json";
import type { ProblemCount } from "../flow/problems";
import type { NodeState } from "../flow/runs/overlay";
import type { StepData } from "./rfNodes";
import classes from "./canvas.module.css";

/** A step's box. */
export const StepView = memo(function StepView({ data, selected }: NodeProps<Node<StepData, "step">>) {
  const { node, decoration } = data;
  return (
    <div
      className={classes.step}
      data-selected={selected || undefined}
      data-phase={decoration?.state?.phase}
      data-change={decoration?.change}
    >
      <Head data={data} />
      {node.ports.map((port) => (
        <div key={port} className={classes.port} style={{ height: portHeight }}>
          {port}
        </div>
      ))}
      <Handles node={node} />
    </div>
  );
});

/** A loop's frame; its body is drawn inside. */
export const LoopView = memo(function LoopView({ data, selected }: NodeProps<Node<StepData, "loop">>) {
  return (
    <div
      className={classes.loop}
      data-selected={selected || undefined}
      data-phase={data.decoration?.state?.phase}
      data-change={data.decoration?.change}
    >
      <Head data={data} />
      <Handles node={data.node} />
    </div>
  );
});

function Head({ data }: { readonly data: StepData }) {
  const { node, type, decoration } = data;
  const name = asText(member(node.step, "name"));
  return (
    <div className={classes.head} style={node.kind === "step" ? { height: stepHeight } : undefined}>
      <span className={classes.icon}>
        <StepIcon name={type?.icon} />
      </span>
      <span className={classes.names}>
        <span className={classes.name}>{name ?? node.id}</span>
        <span className={classes.sub}>
          {decoration?.state && decoration.state.phase !== "idle" ? (
            <StateText state={decoration.state} />
          ) : (
            (type?.title ?? typeOf(node.step))
          )}
        </span>
      </span>
      {decoration?.isPinned && <Pin size={14} className={classes.pin} aria-label="Pinned" role="img" />}
      <Problems count={decoration?.problems} />
    </div>
  );
}

function StateText({ state }: { readonly state: NodeState }) {
  const total = [...(state.counts?.values() ?? [])].reduce((sum, count) => sum + count, 0);
  const parts = [
    state.phase,
    state.attempt > 1 ? `attempt ${state.attempt}` : undefined,
    state.iterations ? `${state.iterations.finished} of ${state.iterations.total ?? "?"}` : undefined,
    total > 1 ? `${total} times` : state.durationMs === undefined ? undefined : duration(state.durationMs),
  ].filter((part) => part !== undefined);
  return <span className={classes.state}>{parts.join(" · ")}</span>;
}

function Problems({ count }: { readonly count: ProblemCount | undefined }) {
  if (!count) return null;
  const isError = count.errors > 0;
  const Icon = isError ? CircleAlert : TriangleAlert;
  return <Icon size={16} className={isError ? classes.error : classes.warning} aria-hidden />;
}

/** Where edges begin and end: success and ports to the right, failure and always at the lower edge. */
function Handles({ node }: { readonly node: StepNode }) {
  return (
    <>
      <Handle type="target" position={Position.Left} style={{ top: stepHeight / 2 }} />
      <Handle type="source" position={Position.Right} id="success" style={{ top: stepHeight / 2 }} title="When it succeeds" />
      {node.ports.map((port, i) => (
        <Handle
          key={port}
          type="source"
          position={Position.Right}
          id={`port:${port}`}
          style={{ top: portMiddle(i) }}
          className={classes.portHandle}
          title={`Through port ${port}`}
        />
      ))}
      <Handle
        type="source"
        position={Position.Bottom}
        id="failure"
        style={{ left: "80%" }}
        className={classes.failureHandle}
        title="When it fails"
      />
      <Handle
        type="source"
        position={Position.Bottom}
        id="always"
        style={{ left: "60%" }}
        className={classes.alwaysHandle}
        title="However it ends"
      />
    </>
  );
}
