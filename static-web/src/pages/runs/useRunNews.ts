import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

const pause = 1000;
const pollEvery = 5000;

/** Reads the lists of runs again when a run begins, pauses or ends; at most once in a second. */
export function useRunNews(): void {
  const client = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let poll: ReturnType<typeof setInterval> | undefined;
    const refresh = () => void client.invalidateQueries({ queryKey: ["runs", "list"] });
    const source = new EventSource("/api/events");
    source.addEventListener("run", () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        refresh();
      }, pause);
    });
    source.addEventListener("ready", refresh);
    // Where a stream cannot pass, the list is read again now and then.
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) poll ??= setInterval(refresh, pollEvery);
    };
    return () => {
      source.close();
      clearTimeout(timer);
      clearInterval(poll);
    };
  }, [client]);
}
