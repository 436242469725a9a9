import { createContext, useContext, type ReactNode } from "react";
import type { ExpressionScope } from "../../../flow/expressions/scope";
import type { Json, JsonObject, Path } from "../../../flow/json";

/** What all fields of a step's form share. */
export interface FormContextValue {
  readonly root: JsonObject;
  /** The whole configuration as it stands. */
  readonly value?: Json | undefined;
  readonly scope: ExpressionScope;
  /** With the secrets that may be named in fields that can hold one. */
  readonly secretScope: ExpressionScope;
  readonly holdsSecret: (path: Path) => boolean;
  readonly isLiteral: (path: Path) => boolean;
  readonly problemAt: (path: Path) => string | undefined;
  readonly onChange: (path: Path, value: Json | undefined) => void;
  /** What an expression gives with the last run's data; undefined when there is none. */
  readonly preview: ((template: string, signal: AbortSignal) => Promise<string>) | undefined;
  /** A field that fits a place better than the one that its schema asks for; nothing where that one is right. */
  readonly ownField?: (props: OwnFieldProps) => ReactNode;
}

/** What a field that stands in for the schema's gets. */
export interface OwnFieldProps {
  readonly path: Path;
  readonly label: string;
  readonly schema: JsonObject;
  readonly value: Json | undefined;
}

export const FormContext = createContext<FormContextValue | undefined>(undefined);

export function useForm(): FormContextValue {
  const form = useContext(FormContext);
  if (!form) throw new Error("This field stands outside of a form.");
  return form;
}
