import { asText, member, type Json } from "../json";

/** What an event of a history is called in words: "stepCompleted" is "Step completed", with how it ended. */
export function eventWords(event: string, outcome: Json | undefined): string {
  const words = event.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  const end = asText(member(outcome, "outcome"));
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${end === undefined ? "" : `: ${end}`}`;
}
