import { useMediaQuery } from "@mantine/hooks";

/** Whether there is no room for columns beside the content. Known at once: what is drawn first is measured. */
export function useSmallWindow(): boolean {
  return useMediaQuery("(max-width: 62em)", undefined, { getInitialValueInEffect: false });
}
