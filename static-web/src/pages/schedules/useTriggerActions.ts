import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { fireTrigger, pauseTrigger, resumeTrigger } from "../../api/triggers";
import { withProgress } from "../../components/toasts";
import type { Json } from "../../flow/json";

/** What can be done to every trigger. The lists are read again afterwards. */
export function useTriggerActions(id: string) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const done = () => client.invalidateQueries({ queryKey: ["triggers"] });
  return {
    pause: async (reason: string) => {
      await withProgress(`Pausing ${id}…`, `${id} is paused.`, pauseTrigger(id, reason));
      await done();
    },
    resume: async () => {
      await withProgress(`Resuming ${id}…`, `${id} goes on.`, resumeTrigger(id));
      await done();
    },
    /** Starts a run and shows it. */
    fire: async (body: Json) => {
      const run = await withProgress(`Starting a run of ${id}…`, "The run has started.", fireTrigger(id, body, crypto.randomUUID()));
      if (run) await navigate({ to: "/runs/$runId", params: { runId: run.id } });
    },
  };
}
