import { Table, VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";

interface Column {
  readonly title: string;
  readonly width?: number;
  /** Left out on narrow windows. */
  readonly isWide?: boolean;
}

interface MenuTableProps {
  readonly columns: readonly Column[];
  readonly layout?: "auto" | "fixed";
  readonly children: ReactNode;
}

/** A table whose rows end with a menu of what can be done with them. */
export function MenuTable({ columns, layout = "fixed", children }: MenuTableProps) {
  return (
    <Table highlightOnHover verticalSpacing="sm" layout={layout}>
      <Table.Thead>
        <Table.Tr>
          {columns.map(({ title, width, isWide }) => (
            <Table.Th key={title} {...(isWide && { visibleFrom: "sm" })} {...(width !== undefined && { w: width })}>
              {title}
            </Table.Th>
          ))}
          <Table.Th w={60}>
            <VisuallyHidden>More</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>{children}</Table.Tbody>
    </Table>
  );
}
