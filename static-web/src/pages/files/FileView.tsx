import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { FileQuestion } from "lucide-react";
import { fileQuery } from "../../api/files";
import { Empty, Failure, Loading } from "../../components/States";
import { withProgress } from "../../components/toasts";
import { nameOf, pathProblem } from "../../flow/files/paths";
import { BinaryFile } from "./BinaryFile";
import { useFiles } from "./filesStore";
import { TextFile } from "./TextFile";
import { useFileActs } from "./useFileActs";

/** One file: its text in the editor, or what is known of it. */
export function FileView({ path, isSmall }: { readonly path: string; readonly isSmall: boolean }) {
  const query = useQuery(fileQuery(path));
  const hasDraft = useFiles((state) => state.drafts.has(path));
  if (query.data === undefined)
    return query.isError ? <Failure error={query.error} onRetry={() => void query.refetch()} /> : <Loading what={nameOf(path)} />;
  if (query.data === null && !hasDraft) return <Missing path={path} />;
  if (query.data !== null && query.data.text === undefined) return <BinaryFile file={query.data.file} isSmall={isSmall} />;
  return <TextFile path={path} stored={query.data} isSmall={isSmall} />;
}

function Missing({ path }: { readonly path: string }) {
  const act = useFileActs();
  const problem = pathProblem(path);
  const create = () => void withProgress(`Creating ${nameOf(path)}…`, `${path} was created.`, act.create(path));
  return (
    <Empty
      icon={<FileQuestion size={24} />}
      title={`There is no file ${path}`}
      action={
        problem === undefined ? (
          <Button onClick={create}>Create it</Button>
        ) : (
          <Button variant="default" onClick={() => act.show(undefined)}>
            To the files
          </Button>
        )
      }
    >
      {problem ?? "It may have been moved or deleted."}
    </Empty>
  );
}
