import { Alert, Button, Center, Group, Loader, Stack, Text, ThemeIcon, Title, type MantineSpacing } from "@mantine/core";
import { CircleAlert, CloudOff } from "lucide-react";
import type { ReactNode } from "react";
import { ApiError, messageOf } from "../api/problem";

/** While something is read for the first time. */
export function Loading({ what }: { readonly what: string }) {
  return (
    <Center h="100%" mih={200} role="status">
      <Group gap="sm">
        <Loader size="sm" />
        <Text c="dimmed">Loading {what}…</Text>
      </Group>
    </Center>
  );
}

interface EmptyProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

/** Nothing is there yet: says what would be, and what to do next. */
export function Empty({ icon, title, children, action }: EmptyProps) {
  return (
    <Center mih={280} p="md">
      <Stack align="center" gap="sm" maw={440}>
        <ThemeIcon size={48} radius="xl" variant="light" aria-hidden>
          {icon}
        </ThemeIcon>
        <Title order={2} size="h4" ta="center">
          {title}
        </Title>
        <Text c="dimmed" ta="center">
          {children}
        </Text>
        {action}
      </Stack>
    </Center>
  );
}

interface FailureProps {
  readonly error: unknown;
  readonly m?: MantineSpacing;
  readonly onRetry?: () => void;
}

/** Something could not be read: why, and a way to try again. */
export function Failure({ error, m = "md", onRetry }: FailureProps) {
  const offline = error instanceof ApiError && error.status === 0;
  const isRefused = error instanceof ApiError && error.status === 403;
  return (
    <Alert
      role="alert"
      color={offline ? "yellow" : "red"}
      icon={offline ? <CloudOff size={18} /> : <CircleAlert size={18} />}
      title={offline ? "No connection" : isRefused ? "You may not do this" : "This did not work"}
      m={m}
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{messageOf(error)}</Text>
        {error instanceof ApiError && error.errors.length > 0 && <ErrorList error={error} />}
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            Try again
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

function ErrorList({ error }: { readonly error: ApiError }) {
  return (
    <Stack component="ul" gap={2} m={0} pl="md">
      {error.errors.slice(0, 8).map((item) => (
        <Text component="li" size="sm" key={`${item.pointer} ${item.code} ${item.message}`}>
          {item.pointer} {item.message}
        </Text>
      ))}
    </Stack>
  );
}
