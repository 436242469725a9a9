import { CalendarClock, FolderOpen, KeyRound, ListVideo, Settings, Workflow, type LucideIcon } from "lucide-react";

interface AppPage {
  readonly to: string;
  readonly label: string;
  readonly icon: LucideIcon;
}

/** The pages that the navigation and the command palette lead to. */
export const pages: readonly AppPage[] = [
  { to: "/flows", label: "Flows", icon: Workflow },
  { to: "/runs", label: "Runs", icon: ListVideo },
  { to: "/schedules", label: "Schedules", icon: CalendarClock },
  { to: "/files", label: "Files", icon: FolderOpen },
  { to: "/secrets", label: "Secrets", icon: KeyRound },
  { to: "/settings", label: "Settings", icon: Settings },
];
