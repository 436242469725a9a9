import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { Missing } from "../components/Missing";
import { Failure, Loading } from "../components/States";
import { signInPath } from "../flow/access/oidc";
import { beginReading } from "../pages/builder/start";
import { Root } from "./Root";

const root = createRootRoute({
  component: Root,
  notFoundComponent: NotFound,
  errorComponent: ({ error, reset }) => <Failure error={error} onRetry={reset} />,
});

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- the router's way to lead elsewhere
    throw redirect({ to: "/flows" });
  },
});

const flows = createRoute({
  getParentRoute: () => root,
  path: "/flows",
  component: lazyRouteComponent(() => import("../pages/flows/FlowsPage")),
});

// Root shows the sign-in page there by itself; the search is the provider's.
const signIn = createRoute({ getParentRoute: () => root, path: signInPath });

export interface BuilderSearch {
  /** The step that is selected at first. */
  readonly step?: string;
}

const builder = createRoute({
  getParentRoute: () => root,
  path: "/flows/$flowId",
  validateSearch: (search): BuilderSearch => text("step", search),
  // Each visit reads anew; what is read for a link that somebody only points at would be old when they follow it.
  loader: ({ params, cause }) => {
    if (cause === "enter") beginReading(params.flowId);
  },
  gcTime: 0,
  component: lazyRouteComponent(() => import("../pages/builder/BuilderPage")),
});

export interface RunsSearch {
  readonly flow?: string;
  readonly status?: string;
}

const runs = createRoute({
  getParentRoute: () => root,
  path: "/runs",
  validateSearch: (search): RunsSearch => ({ ...text("flow", search), ...text("status", search) }),
  component: lazyRouteComponent(() => import("../pages/runs/RunsPage")),
});

const run = createRoute({
  getParentRoute: () => root,
  path: "/runs/$runId",
  component: lazyRouteComponent(() => import("../pages/run/RunPage")),
});

export interface FilesSearch {
  /** The file that is shown. */
  readonly path?: string;
  /** The run and the step of it that led here, to run again from there. */
  readonly run?: string;
  readonly step?: string;
}

const files = createRoute({
  getParentRoute: () => root,
  path: "/files",
  validateSearch: (search): FilesSearch => ({ ...text("path", search), ...text("run", search), ...text("step", search) }),
  component: lazyRouteComponent(() => import("../pages/files/FilesPage")),
});

export interface SchedulesSearch {
  readonly tab?: string;
}

const schedules = createRoute({
  getParentRoute: () => root,
  path: "/schedules",
  validateSearch: (search): SchedulesSearch => text("tab", search),
  component: lazyRouteComponent(() => import("../pages/schedules/SchedulesPage")),
});

const secrets = createRoute({
  getParentRoute: () => root,
  path: "/secrets",
  component: lazyRouteComponent(() => import("../pages/secrets/SecretsPage")),
});

export interface SettingsSearch {
  readonly tab?: string;
}

const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  validateSearch: (search): SettingsSearch => text("tab", search),
  component: lazyRouteComponent(() => import("../pages/settings/SettingsPage")),
});

function text<K extends string>(name: K, search: Record<string, unknown>): Partial<Record<K, string>> {
  const value = search[name];
  return typeof value === "string" && value !== "" ? ({ [name]: value } as Record<K, string>) : {};
}

function NotFound() {
  return (
    <Missing title="There is no such page" to="/flows" action="To the flows">
      The address may be old or mistyped.
    </Missing>
  );
}

export const router = createRouter({
  routeTree: root.addChildren([home, signIn, flows, builder, runs, run, files, schedules, secrets, settings]),
  defaultPreload: "intent",
  defaultPendingComponent: () => <Loading what="the page" />,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
