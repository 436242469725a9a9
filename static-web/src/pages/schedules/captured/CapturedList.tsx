import { Accordion, Badge, Group, Text } from "@mantine/core";
import type { CapturedRequest } from "../../../api/triggers";
import { When } from "../../../components/When";
import { CapturedDetails } from "./CapturedDetails";

interface CapturedListProps {
  readonly id: string;
  readonly flowId: string;
  readonly requests: readonly CapturedRequest[];
  readonly chosen: string | null;
  readonly onChoose: (id: string | null) => void;
}

/** Captured requests, newest first; the chosen one is shown whole. */
export function CapturedList({ id, flowId, requests, chosen, onChoose }: CapturedListProps) {
  return (
    <Accordion value={chosen} onChange={onChoose} variant="contained" order={3}>
      {requests.map((request) => (
        <Accordion.Item key={request.id} value={request.id}>
          <Accordion.Control>
            <Group gap="xs">
              <Badge variant="default" tt="none">
                {request.method}
              </Badge>
              <When time={request.receivedAt} />
              <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
                {[
                  request.path === "" ? undefined : request.path,
                  request.contentType,
                  `${request.size} bytes`,
                  proof(request.authenticated),
                ]
                  .filter((part) => part != null)
                  .join(" · ")}
              </Text>
            </Group>
          </Accordion.Control>
          <Accordion.Panel>
            {chosen === request.id && <CapturedDetails id={id} flowId={flowId} requestId={request.id} receivedAt={request.receivedAt} />}
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}

function proof(authenticated: boolean | null | undefined): string | undefined {
  if (authenticated == null) return undefined;
  return authenticated ? "proved who sent it" : "did not prove who sent it";
}
