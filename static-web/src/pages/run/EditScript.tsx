import { useQuery } from "@tanstack/react-query";
import { SquarePen } from "lucide-react";
import { versionDocumentQuery } from "../../api/flows";
import type { Run, RunStep } from "../../api/runs";
import { ButtonLink } from "../../components/links";
import { stepOf } from "../../flow/document";
import { asText, member } from "../../flow/json";

const icon = <SquarePen size={14} aria-hidden />;

/** Leads from a script step of a run to its script; from there the run goes on from this step. */
export function EditScript({ run, step }: { readonly run: Run; readonly step: RunStep }) {
  const document = useQuery({ ...versionDocumentQuery(run.flowId, run.version ?? 1), enabled: step.type === "script" });
  if (step.type !== "script" || !document.data) return null;
  const file = asText(member(member(stepOf(document.data, step.id) ?? {}, "with"), "file"));
  if (file === undefined)
    return (
      <ButtonLink
        to="/flows/$flowId"
        params={{ flowId: run.flowId }}
        search={{ step: step.id }}
        variant="default"
        size="xs"
        leftSection={icon}
      >
        Edit script
      </ButtonLink>
    );
  // A step in a loop cannot be where a run begins.
  const again = run.endedAt !== undefined && step.path === step.id ? { run: run.id, step: step.id } : {};
  return (
    <ButtonLink to="/files" search={{ path: `${run.flowId}/${file}`, ...again }} variant="default" size="xs" leftSection={icon}>
      Edit script
    </ButtonLink>
  );
}
