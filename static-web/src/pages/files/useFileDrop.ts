import { useEffect, useEffectEvent, useState, type RefObject } from "react";

/** Takes files that are dropped on a part of the page, and the folder whose row they fell on. Gives whether some are above it. */
export function useFileDrop(
  host: RefObject<HTMLElement | null>,
  onDrop: (files: readonly File[], folder: string | undefined) => void,
): boolean {
  const [isOver, setOver] = useState(false);
  const drop = useEffectEvent((event: DragEvent) => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-folder]") : null;
    onDrop([...(event.dataTransfer?.files ?? [])], row?.dataset.folder);
  });
  useEffect(() => {
    const element = host.current;
    const on = (event: DragEvent) => {
      event.preventDefault();
      setOver(event.type === "dragover");
      if (event.type === "drop") drop(event);
    };
    const names = ["dragover", "dragleave", "drop"] as const;
    for (const name of names) element?.addEventListener(name, on);
    return () => {
      for (const name of names) element?.removeEventListener(name, on);
    };
  }, [host]);
  return isOver;
}
