import { Skeleton, Stack, Text } from "@mantine/core";
import { skipToken, useQuery } from "@tanstack/react-query";
import { versionDocumentQuery } from "../../../api/flows";
import { ChangeList } from "../../../components/ChangeList";
import { Failure } from "../../../components/States";
import type { versionOf } from "../../../flow/access/audit";
import { diffDocuments } from "../../../flow/compare/diff";

type Version = ReturnType<typeof versionOf>;

interface FlowChangesProps {
  readonly before: Version;
  readonly after: Version;
}

/** What differs between the two definitions that an entry of the audit log names. */
export function FlowChanges({ before, after }: FlowChangesProps) {
  const old = useVersion(before);
  const now = useVersion(after);
  if (!before && !after) return null;
  const error = old.error ?? now.error;
  if (error) return <Failure error={error} onRetry={() => void (old.isError ? old.refetch() : now.refetch())} />;
  if ((before && !old.data) || (after && !now.data)) return <Skeleton h={80} />;
  const nothing = { steps: {} };
  const changes = diffDocuments(old.data ?? nothing, now.data ?? nothing);
  return (
    <Stack gap="xs" component="section" aria-label="What the flow says">
      <Text size="sm" fw={600}>
        What the flow says
      </Text>
      {changes.length === 0 ? <Text size="sm">Runs would notice no difference.</Text> : <ChangeList changes={changes} />}
    </Stack>
  );
}

function useVersion(version: Version) {
  const query = versionDocumentQuery(version?.flow ?? "", version?.version ?? 0);
  return useQuery(version ? query : { ...query, queryFn: skipToken });
}
