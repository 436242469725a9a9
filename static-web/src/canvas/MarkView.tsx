import { NodeResizer, type Node, type NodeProps } from "@xyflow/react";
import { memo } from "react";
import type { MarkData } from "./rfNodes";
import classes from "./canvas.module.css";

/** A note on the canvas. */
export const NoteView = memo(function NoteView({ data, selected }: NodeProps<Node<MarkData, "note">>) {
  return (
    <>
      <NodeResizer isVisible={selected} minWidth={120} minHeight={60} />
      <div className={classes.note} data-selected={selected || undefined}>
        {data.node.text === "" ? <em>An empty note. Select it to write.</em> : data.node.text}
      </div>
    </>
  );
});

/** A frame around steps. */
export const GroupView = memo(function GroupView({ data, selected }: NodeProps<Node<MarkData, "group">>) {
  return (
    <>
      <NodeResizer isVisible={selected} minWidth={120} minHeight={80} />
      <div className={classes.group} data-selected={selected || undefined}>
        <span className={classes.groupTitle}>{data.node.text === "" ? "Group" : data.node.text}</span>
      </div>
    </>
  );
});
