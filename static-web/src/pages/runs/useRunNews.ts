import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { openStream } from "../../api/eventSource";

const pause = 1000;
const pollEvery = 5000;

/** Reads the lists of runs again when a run begins, pauses or ends; at most once in a second. */
export function useRunNews(): void {
  const client = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let poll: ReturnType<typeof setInterval> | undefined;
    const refresh = () => void client.invalidateQueries({ queryKey: ["runs", "list"] });
    const close = openStream("/api/events", {
      onEvent: ({ event }) => {
        if (event === "ready") refresh();
        else if (event === "run")
          timer ??= setTimeout(() => {
            timer = undefined;
            refresh();
          }, pause);
      },
      // Where a stream cannot pass, the list is read again now and then.
      onState: (state) => {
        if (state === "refused" || state === "broken") poll ??= setInterval(refresh, pollEvery);
      },
    });
    return () => {
      close();
      clearTimeout(timer);
      clearInterval(poll);
    };
  }, [client]);
}
