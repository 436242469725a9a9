import { lazy, Suspense } from "react";
import { Loading } from "../components/States";
import type { MergeProps } from "./Merge";

const Merge = lazy(async () => ({ default: (await import("./Merge")).Merge }));

/** The comparison of two texts, loaded when it is first asked for. */
export function LazyMerge(props: MergeProps) {
  return (
    <Suspense fallback={<Loading what="the comparison" />}>
      <Merge {...props} />
    </Suspense>
  );
}
