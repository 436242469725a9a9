import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Compass } from "lucide-react";
import type { ReactNode } from "react";
import { Empty } from "./States";

interface MissingProps {
  readonly title: string;
  readonly to: "/flows" | "/runs";
  readonly action: string;
  readonly children?: ReactNode;
}

/** The address is of something that is not there, or not there any more. */
export function Missing({ title, to, action, children = "It may have been deleted, or the address may be mistyped." }: MissingProps) {
  return (
    <Empty
      icon={<Compass size={24} />}
      title={title}
      action={
        <Button component={Link} to={to}>
          {action}
        </Button>
      }
    >
      {children}
    </Empty>
  );
}
