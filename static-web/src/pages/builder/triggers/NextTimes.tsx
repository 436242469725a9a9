import { Skeleton, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ApiError, messageOf } from "../../../api/problem";
import { previewQuery } from "../../../api/triggers";
import { When } from "../../../components/When";
import type { JsonObject } from "../../../flow/json";
import { without } from "../../../flow/tree";

const count = 5;

/** When the schedule would start its next runs, as it is written now. */
export function NextTimes({ trigger }: { readonly trigger: JsonObject }) {
  const [asked] = useDebouncedValue(trigger, 300);
  const preview = useQuery({
    ...previewQuery(without(asked, ["type", "name", "enabled", "input"]), count),
    placeholderData: keepPreviousData,
  });
  return (
    <Stack gap={2} role="status" aria-label="Next times">
      <Text size="sm" fw={600}>
        Next times
      </Text>
      {preview.isError ? (
        <Text size="xs" c="red">
          {reasonOf(preview.error)}
        </Text>
      ) : preview.data ? (
        preview.data.items.map((time) => (
          <div key={time.dueAt}>
            <When time={time.startsAt} />
          </div>
        ))
      ) : (
        <Skeleton h={22 * count} />
      )}
      {preview.data?.items.length === 0 && !preview.isError && <Text size="xs">It has no time to come.</Text>}
    </Stack>
  );
}

/** The app names each place that is wrong; the first says enough here. */
function reasonOf(error: unknown): string {
  return (error instanceof ApiError ? error.errors[0]?.message : undefined) ?? messageOf(error);
}
