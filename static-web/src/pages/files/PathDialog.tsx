import { Modal, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { DialogForm } from "../../components/DialogForm";
import { pathProblem } from "../../flow/files/paths";

export interface PathQuestion {
  readonly title: string;
  readonly action: string;
  readonly label: string;
  readonly hint: string;
  readonly start: string;
  /** Paths that are there already. */
  readonly taken: ReadonlySet<string>;
  readonly onAnswer: (path: string) => Promise<void> | void;
}

/** Asks for the path of a file or a folder. */
export function PathDialog({ question, onClose }: { readonly question: PathQuestion | undefined; readonly onClose: () => void }) {
  return (
    <Modal opened={question !== undefined} onClose={onClose} title={question?.title}>
      {question && <Form key={question.title} question={question} onClose={onClose} />}
    </Modal>
  );
}

function Form({ question, onClose }: { readonly question: PathQuestion; readonly onClose: () => void }) {
  const [path, setPath] = useState(question.start);
  const problem = pathProblem(path) ?? (question.taken.has(path) ? "There is one at this path already." : undefined);
  const isTouched = path !== question.start;
  const answer = useMutation({ mutationFn: async () => question.onAnswer(path), onSuccess: onClose });
  return (
    <DialogForm
      action={question.action}
      isReady={problem === undefined}
      work={answer}
      cancel="Cancel"
      onCancel={onClose}
      onSubmit={() => answer.mutate()}
    >
      <TextInput
        label={question.label}
        description={question.hint}
        value={path}
        error={isTouched ? problem : undefined}
        onChange={(event) => setPath(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.setSelectionRange(path.lastIndexOf("/") + 1, path.length)}
        data-autofocus
        spellCheck={false}
      />
    </DialogForm>
  );
}
