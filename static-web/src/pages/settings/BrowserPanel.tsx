import { Button, Text } from "@mantine/core";
import { Eraser } from "lucide-react";
import { useState } from "react";
import { forgetKept, keptBytes } from "../../browser/kept";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { tell } from "../../components/toasts";
import { Section } from "./Section";

/** What this browser keeps of the site, and a way to forget it. */
export function BrowserPanel() {
  const [bytes, setBytes] = useState(() => keptBytes(localStorage));
  const [isAsking, setAsking] = useState(false);
  const forget = () => {
    forgetKept(localStorage);
    tell("This browser has forgotten it. Other pages that are open notice when they are loaded again.");
    setBytes(keptBytes(localStorage));
  };
  return (
    <Section title="Data in this browser">
      <Text size="sm">
        {bytes === 0
          ? "This browser keeps nothing but the choice of colors. Drafts are kept by the app."
          : `Data for previews and other choices, ${Math.max(1, Math.round(bytes / 1024))} KB. Drafts are kept by the app and stay.`}
      </Text>
      <Button
        variant="default"
        leftSection={<Eraser size={16} aria-hidden />}
        onClick={() => setAsking(true)}
        disabled={bytes === 0}
        style={{ alignSelf: "flex-start" }}
      >
        Forget it
      </Button>
      <ConfirmDialog
        opened={isAsking}
        title="Forget what this browser keeps?"
        action="Forget it"
        hasReason={false}
        onClose={() => setAsking(false)}
        onConfirm={forget}
      >
        Captured requests and results that you chose as data for the builder are gone then. Flows, drafts and runs stay.
      </ConfirmDialog>
    </Section>
  );
}
