import { Menu, Text, Tooltip, type MenuItemProps } from "@mantine/core";
import { cloneElement, type ComponentProps, type MouseEvent, type ReactElement } from "react";
import { useRefusals } from "../api/me";

interface NeededProps {
  /** Such as `flows.write`; docs/access.md has all of them. */
  readonly permission: string;
  /** The flow that it is about, if it is about one. */
  readonly flow?: string | undefined;
}

interface ButtonLike {
  readonly onClick?: (event: MouseEvent<HTMLButtonElement>) => void;
  readonly "data-disabled"?: boolean;
  readonly "aria-disabled"?: boolean;
}

const ways = { hover: true, focus: true, touch: true };
const refuse: ButtonLike = { onClick: (event) => event.preventDefault(), "data-disabled": true, "aria-disabled": true };

/** A button that does nothing, and says why, for those who may not do it. It can be reached with keys all the same. */
export function Allowed({ permission, flow, children }: NeededProps & { readonly children: ReactElement<ButtonLike> }) {
  const why = useRefusals(flow)(permission);
  if (why === undefined) return children;
  return (
    <Tooltip label={why} multiline w={260} events={ways}>
      {cloneElement(children, refuse)}
    </Tooltip>
  );
}

type ItemProps = NeededProps & MenuItemProps & Pick<ComponentProps<"button">, "onClick">;

/** The same as an item of a menu. */
export function AllowedItem({ permission, flow, children, ...item }: ItemProps) {
  const why = useRefusals(flow)(permission);
  if (why === undefined) return <Menu.Item {...item}>{children}</Menu.Item>;
  return (
    <Menu.Item {...item} disabled>
      {children}
      <Text size="xs" maw={260} style={{ whiteSpace: "normal" }}>
        {why}
      </Text>
    </Menu.Item>
  );
}
