import {
  AlarmClock,
  Box,
  Braces,
  CircleX,
  Code,
  Globe,
  ListTree,
  Merge,
  Octagon,
  RadioTower,
  Repeat2,
  Reply,
  RotateCw,
  Send,
  Split,
  Stamp,
  Timer,
  Workflow,
  type LucideIcon,
} from "lucide-react";

/** The icons that step types name; one that is not here gets a box. */
const icons: Readonly<Record<string, LucideIcon>> = {
  "alarm-clock": AlarmClock,
  braces: Braces,
  "circle-x": CircleX,
  code: Code,
  globe: Globe,
  "list-tree": ListTree,
  merge: Merge,
  octagon: Octagon,
  "radio-tower": RadioTower,
  "repeat-2": Repeat2,
  reply: Reply,
  "rotate-cw": RotateCw,
  send: Send,
  split: Split,
  stamp: Stamp,
  timer: Timer,
  workflow: Workflow,
};

export function StepIcon({ name, size = 16 }: { readonly name: string | undefined; readonly size?: number }) {
  const Icon = (name === undefined ? undefined : icons[name]) ?? Box;
  return <Icon size={size} aria-hidden />;
}
