import { Button } from "@mantine/core";
import { Binary, Download } from "lucide-react";
import { readFileBytes, type StoredFile } from "../../api/files";
import { saveFile } from "../../components/saveFile";
import { Empty } from "../../components/States";
import { withProgress } from "../../components/toasts";
import { nameOf, sizeText } from "../../flow/files/paths";
import { FileHeader } from "./FileHeader";

/** A file that the editor does not open. */
export function BinaryFile({ file, isSmall }: { readonly file: StoredFile; readonly isSmall: boolean }) {
  const name = nameOf(file.path);
  const download = async () => {
    const content = await withProgress(`Downloading ${name}…`, `${name} is downloaded.`, readFileBytes(file.path));
    if (content) saveFile(content, name);
  };
  return (
    <>
      <FileHeader path={file.path} file={file} isSmall={isSmall} />
      <Empty
        icon={<Binary size={24} />}
        title={`${name}, ${sizeText(file.size)}`}
        action={
          <Button leftSection={<Download size={16} aria-hidden />} onClick={() => void download()}>
            Download
          </Button>
        }
      >
        {file.text ? "It is too long to be edited here." : "It is no text, so it cannot be edited here."} To replace it, upload a file of
        this name.
      </Empty>
    </>
  );
}
