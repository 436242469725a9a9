import { create } from "zustand";

/** Something that the command palette offers. */
export interface Command {
  readonly id: string;
  readonly label: string;
  readonly group: string;
  readonly keys?: string;
  readonly run: () => void;
}

interface CommandState {
  readonly isOpen: boolean;
  readonly isHelpOpen: boolean;
  /** By the part of the page that offers them. */
  readonly offers: ReadonlyMap<string, readonly Command[]>;
}

export const useCommands = create<CommandState>(() => ({ isOpen: false, isHelpOpen: false, offers: new Map() }));

export function openPalette(): void {
  useCommands.setState({ isOpen: true });
}

export function closePalette(): void {
  useCommands.setState({ isOpen: false });
}

export function openHelp(): void {
  useCommands.setState({ isHelpOpen: true });
}

export function closeHelp(): void {
  useCommands.setState({ isHelpOpen: false });
}

/** Offers commands as long as the part of the page is there. Gives what takes them back. */
export function offerCommands(source: string, commands: readonly Command[]): () => void {
  useCommands.setState(({ offers }) => ({ offers: new Map(offers).set(source, commands) }));
  return () => {
    useCommands.setState(({ offers }) => ({ offers: new Map([...offers].filter(([one]) => one !== source)) }));
  };
}
