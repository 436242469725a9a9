import { ActionIcon, Group, Stack, Text, Tooltip } from "@mantine/core";
import { SquareFunction, Undo2 } from "lucide-react";
import type { ReactNode } from "react";

interface FieldShellProps {
  readonly isBare: boolean;
  readonly label: string;
  readonly isRequired: boolean;
  readonly description: string | undefined;
  readonly problem: string | undefined;
  /** Present where the value may be an expression instead. */
  readonly onExpression?: (() => void) | undefined;
  /** Present where an expression stands that can give way to a plain value. */
  readonly onPlain?: (() => void) | undefined;
  readonly children: ReactNode;
}

/** A field with its name, what it is for and what is wrong with it. */
export function FieldShell({ isBare, label, isRequired, description, problem, onExpression, onPlain, children }: FieldShellProps) {
  return (
    <Stack gap={3}>
      <Group gap={4} justify="space-between" wrap="nowrap" mih={22} display={isBare && !onPlain ? "none" : undefined}>
        <Tooltip label={description} disabled={!description} multiline w={280} position="left" openDelay={300}>
          <Text size="sm" fw={600}>
            {label}
            {isRequired && (
              <Text span c="red" aria-label="required">
                {" "}
                *
              </Text>
            )}
          </Text>
        </Tooltip>
        {onExpression && (
          <Tooltip label="Use an expression">
            <ActionIcon size="sm" variant="subtle" color="gray" onClick={onExpression} aria-label={`Use an expression for ${label}`}>
              <SquareFunction size={15} />
            </ActionIcon>
          </Tooltip>
        )}
        {onPlain && (
          <Tooltip label="Back to a plain value">
            <ActionIcon size="sm" variant="subtle" color="gray" onClick={onPlain} aria-label={`Back to a plain value for ${label}`}>
              <Undo2 size={15} />
            </ActionIcon>
          </Tooltip>
        )}
      </Group>
      {children}
      {problem && (
        <Text size="xs" c="red">
          {problem}
        </Text>
      )}
    </Stack>
  );
}
