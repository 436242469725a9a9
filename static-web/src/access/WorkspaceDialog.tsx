import { Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import { DialogForm } from "../components/DialogForm";
import { changeWorkspace } from "./session";

const pattern = /^[a-z][a-z0-9-]{0,62}$/;

/** Asks those who may work everywhere for the name of a workspace; one begins with the first thing in it. */
export function WorkspaceDialog({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState("");
  const isName = pattern.test(name.trim());
  return (
    <Modal opened onClose={onClose} title="Work in another workspace">
      <DialogForm action="Go there" isReady={isName} onSubmit={() => changeWorkspace(name.trim())}>
        <TextInput
          label="Workspace"
          description="A new one begins with the first thing in it."
          value={name}
          error={name === "" || isName ? undefined : "A lower-case letter, then up to 62 letters, digits and hyphens."}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
          required
        />
      </DialogForm>
    </Modal>
  );
}
