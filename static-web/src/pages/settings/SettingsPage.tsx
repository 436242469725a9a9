import { Stack } from "@mantine/core";
import { Page } from "../../components/Page";
import { AboutPanel } from "./AboutPanel";
import { AppearancePanel } from "./AppearancePanel";
import { BrowserPanel } from "./BrowserPanel";
import { ShortcutsPanel } from "./ShortcutsPanel";

/** About this installation, and what this browser keeps of it. */
export default function SettingsPage() {
  return (
    <Page title="Settings">
      <Stack gap="lg">
        <AboutPanel />
        <AppearancePanel />
        <BrowserPanel />
        <ShortcutsPanel />
      </Stack>
    </Page>
  );
}
