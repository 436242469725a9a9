import { useHotkeys } from "@mantine/hooks";
import { useEffect } from "react";
import { openHelp, openPalette } from "./commands";
import { isTyping } from "./isTyping";

/** The keys that every page has: the command palette and the map of keys. */
export function useShellKeys(): void {
  useHotkeys([["mod+K", openPalette]], []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "?" && !isTyping(event.target)) openHelp();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}
