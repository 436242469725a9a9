import { Button, PasswordInput, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { messageOf } from "../api/problem";
import { enterWithKey } from "./signIn";

/** Signs in with an API key, for this tab only. */
export function KeyForm({ onDone }: { readonly onDone: () => void }) {
  const [key, setKey] = useState("");
  // The key is no variable of the mutation, which would be kept after it.
  const entering = useMutation({ mutationFn: () => enterWithKey(key.trim()), onSuccess: onDone });
  return (
    <form
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        if (key.trim() !== "") entering.mutate();
      }}
    >
      <Stack gap="sm">
        <PasswordInput
          label="API key"
          description="An admin makes one under Settings, API keys. This tab forgets it when it is closed."
          value={key}
          error={entering.isError ? messageOf(entering.error) : undefined}
          onChange={(event) => setKey(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          required
        />
        <Button
          type="submit"
          variant="default"
          leftSection={<KeyRound size={16} aria-hidden />}
          loading={entering.isPending}
          disabled={key.trim() === ""}
        >
          Sign in with the key
        </Button>
      </Stack>
    </form>
  );
}
