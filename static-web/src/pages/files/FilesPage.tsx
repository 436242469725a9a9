import { useDocumentTitle } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { FileText } from "lucide-react";
import { useEffect } from "react";
import { filesQuery } from "../../api/files";
import { Empty, Failure, Loading } from "../../components/States";
import { useSmallWindow } from "../../components/useSmallWindow";
import { foldersAround } from "../../flow/files/paths";
import classes from "./Files.module.css";
import { FileSide } from "./FileSide";
import { FileView } from "./FileView";
import { openFolders } from "./filesStore";
import { LeaveGuard } from "./LeaveGuard";

/** The files of the workspace: scripts above all, which can be changed and tried here. */
export default function FilesPage() {
  const { path } = useSearch({ from: "/files" });
  const list = useQuery(filesQuery);
  const small = useSmallWindow();
  useDocumentTitle(`${path ?? "Files"} · FlowFunctions`);
  useEffect(() => {
    if (path !== undefined) openFolders(foldersAround(path));
  }, [path]);
  if (!list.data) return list.isError ? <Failure error={list.error} onRetry={() => void list.refetch()} /> : <Loading what="the files" />;
  return (
    <div className={classes.page}>
      <LeaveGuard />
      {!(small && path !== undefined) && <FileSide list={list.data} shown={path} />}
      {!(small && path === undefined) && (
        <div className={classes.main}>
          {path === undefined ? <Nothing isEmpty={list.data.items.length === 0} /> : <FileView key={path} path={path} isSmall={small} />}
        </div>
      )}
    </div>
  );
}

function Nothing({ isEmpty }: { readonly isEmpty: boolean }) {
  if (isEmpty)
    return (
      <Empty icon={<FileText size={24} />} title="No files yet">
        Scripts live in the folder of their flow. Make one with “New”, such as order-intake/score.py, or drop files on the left.
      </Empty>
    );
  return (
    <Empty icon={<FileText size={24} />} title="Open a file">
      Pick one on the left. A script can be changed and tried here at once; then say that its flow shall use it.
    </Empty>
  );
}
