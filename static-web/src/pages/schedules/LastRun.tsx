import { Skeleton, Stack, Text, VisuallyHidden } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { ApiError } from "../../api/problem";
import { statusQuery } from "../../api/runQueries";
import { Ago } from "../../components/Ago";
import { AnchorLink } from "../../components/links";
import { RunBadge } from "../../components/RunBadge";

interface LastRunProps {
  readonly runId: string | null | undefined;
  readonly at: string | null | undefined;
}

/** The run that a trigger started last, and how it went. */
export function LastRun({ runId, at }: LastRunProps) {
  if (runId == null)
    return (
      <Text size="sm" c="dimmed">
        No run yet
      </Text>
    );
  return (
    <Stack gap={2} align="flex-start">
      <AnchorLink to="/runs/$runId" params={{ runId }}>
        <Status runId={runId} />
        <VisuallyHidden>, last run {runId}</VisuallyHidden>
      </AnchorLink>
      {at != null && (
        <Text size="xs" c="dimmed">
          <Ago time={at} />
        </Text>
      )}
    </Stack>
  );
}

function Status({ runId }: { readonly runId: string }) {
  const status = useQuery(statusQuery(runId));
  if (status.data) return <RunBadge status={status.data} />;
  if (status.isPending) return <Skeleton h={20} w={96} />;
  return (
    <Text size="sm" span>
      {status.error instanceof ApiError && status.error.status === 404 ? "Deleted" : "Unknown"}
    </Text>
  );
}
