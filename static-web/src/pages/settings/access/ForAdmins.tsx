import { useQuery } from "@tanstack/react-query";
import { ShieldAlert } from "lucide-react";
import type { ReactNode } from "react";
import { meQuery } from "../../../api/me";
import { Empty, Loading } from "../../../components/States";
import { refusalOf } from "../../../flow/access/permissions";

interface ForAdminsProps {
  readonly permission: string;
  readonly what: string;
  readonly children: ReactNode;
}

/** What admins see; others are told what it takes. */
export function ForAdmins({ permission, what, children }: ForAdminsProps) {
  const { data: me, isPending } = useQuery(meQuery);
  if (isPending) return <Loading what="who you are" />;
  const why = refusalOf(me, permission);
  if (why === undefined) return children;
  return (
    <Empty icon={<ShieldAlert size={24} />} title={`${what} cannot be shown to you`}>
      {why}
    </Empty>
  );
}
