import { useEffect, useRef, useState } from "react";
import { followStepTest, type StepTest, type StepTestInput, type StepTestLine } from "../api/stepTests";

/** How a trial stands. */
export interface Trial {
  readonly phase: "idle" | "running" | "ended" | "stopped" | "refused";
  readonly lines: readonly StepTestLine[];
  readonly startedAt: number;
  readonly result?: StepTest;
  /** Why it could not be started, or was lost. */
  readonly error?: unknown;
}

const idle: Trial = { phase: "idle", lines: [], startedAt: 0 };

/** Carries steps out, one at a time, with what they print as it comes. Leaving the page stops it. */
export function useTrial(type: string) {
  const [trial, setTrial] = useState(idle);
  const stopping = useRef<AbortController>(undefined);
  useEffect(() => () => stopping.current?.abort(), []);
  const run = async (body: StepTestInput) => {
    stopping.current?.abort();
    const own = new AbortController();
    stopping.current = own;
    const set = (change: (before: Trial) => Trial) => {
      if (stopping.current === own) setTrial(change);
    };
    set(() => ({ phase: "running", lines: [], startedAt: Date.now() }));
    try {
      const result = await followStepTest(
        type,
        body,
        (lines) => set((before) => ({ ...before, lines: [...before.lines, ...lines] })),
        own.signal,
      );
      set((before) => ({ ...before, phase: "ended", result }));
    } catch (error) {
      set((before) => (own.signal.aborted ? { ...before, phase: "stopped" } : { ...before, phase: "refused", error }));
    }
  };
  return { trial, run: (body: StepTestInput) => void run(body), stop: () => stopping.current?.abort() };
}
