import { Button, Group, Stack } from "@mantine/core";
import type { UseMutationResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Failure } from "./States";

interface DialogFormProps {
  /** What the button says that sends it. */
  readonly action: string;
  readonly onSubmit: () => void;
  /** Whether what was filled in can be sent. */
  readonly isReady?: boolean;
  /** What sending it does: it is shown while it goes on, and why it failed. */
  readonly work?: Pick<UseMutationResult, "isPending" | "error">;
  readonly isDanger?: boolean;
  /** What is filled in is not for the browser to remember. */
  readonly isPrivate?: boolean;
  /** Nothing has to be filled in, so that Enter may send it at once. */
  readonly isFocusedOnAction?: boolean;
  /** What the button says that does nothing; there is none without. */
  readonly cancel?: string;
  readonly onCancel?: () => void;
  readonly children: ReactNode;
}

/** A form in a dialog: fields, why it did not work, and the buttons. */
export function DialogForm({ action, onSubmit, isReady = true, work, cancel, onCancel, children, ...looks }: DialogFormProps) {
  return (
    <form
      autoComplete={looks.isPrivate ? "off" : undefined}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && !work?.isPending) onSubmit();
      }}
    >
      <Stack gap="md">
        {children}
        {work?.error && <Failure error={work.error} m={0} />}
        <Group justify="flex-end">
          {cancel !== undefined && (
            <Button variant="default" onClick={onCancel}>
              {cancel}
            </Button>
          )}
          <Button
            type="submit"
            color={looks.isDanger ? "red" : undefined}
            loading={work?.isPending ?? false}
            disabled={!isReady}
            data-autofocus={looks.isFocusedOnAction}
          >
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
