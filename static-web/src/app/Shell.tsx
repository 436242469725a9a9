import {
  ActionIcon,
  Alert,
  AppShell,
  Box,
  Button,
  Burger,
  Group,
  Text,
  Tooltip,
  UnstyledButton,
  VisuallyHidden,
  useComputedColorScheme,
  useMantineColorScheme,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { CircleHelp, CloudOff, Moon, Search, Sun } from "lucide-react";
import { lazy, Suspense } from "react";
import { openHelp, openPalette } from "./commands";
import { useAccess } from "../access/session";
import { useConnection } from "./online";
import { pages } from "./pages";
import { useShellKeys } from "./useShellKeys";
import classes from "./Shell.module.css";

// These come right after the page, which does not wait for them.
const UserMenu = lazy(async () => ({ default: (await import("./UserMenu")).UserMenu }));
const CommandPalette = lazy(async () => ({ default: (await import("./CommandPalette")).CommandPalette }));
const KeyboardHelp = lazy(async () => ({ default: (await import("./KeyboardHelp")).KeyboardHelp }));

/** What is around every page: navigation, and what can be done from everywhere. */
export function Shell() {
  const [opened, { toggle, close }] = useDisclosure(false);
  useShellKeys();
  return (
    <AppShell header={{ height: 48 }} navbar={{ width: 92, breakpoint: "sm", collapsed: { mobile: !opened } }}>
      <a href="#main" className={classes.skip}>
        Skip to the content
      </a>
      <AppShell.Header className={classes.header}>
        <Group gap="xs" wrap="nowrap">
          <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={opened ? "Close navigation" : "Open navigation"} />
          <Link to="/flows" className={classes.brand} onClick={close}>
            <img src="/icon.svg" alt="" width={24} height={24} />
            <Text fw={600}>FlowFunctions</Text>
          </Link>
        </Group>
        <HeaderActions />
      </AppShell.Header>
      <AppShell.Navbar p="xs" className={classes.navbar}>
        <Pages onPick={close} />
      </AppShell.Navbar>
      <AppShell.Main id="main" className={classes.main}>
        <ConnectionBanner />
        <Box className={classes.content}>
          <Outlet />
        </Box>
      </AppShell.Main>
      <Suspense>
        <CommandPalette />
        <KeyboardHelp />
      </Suspense>
    </AppShell>
  );
}

function Pages({ onPick }: { readonly onPick: () => void }) {
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <nav aria-label="Pages">
      {pages.map(({ to, label, icon: Icon }) => (
        <Link
          key={to}
          to={to}
          className={classes.link}
          data-active={path.startsWith(to) || undefined}
          aria-current={path.startsWith(to) ? "page" : undefined}
          onClick={onPick}
        >
          <Icon size={20} aria-hidden />
          {label}
        </Link>
      ))}
    </nav>
  );
}

function HeaderActions() {
  return (
    <Group gap={4} wrap="nowrap">
      <UnstyledButton className={classes.search} onClick={openPalette}>
        <Search size={14} aria-hidden />
        <Text size="sm" visibleFrom="sm" aria-hidden>
          Search
        </Text>
        <VisuallyHidden>Search and commands</VisuallyHidden>
        <kbd className={classes.kbd} aria-hidden>
          Ctrl K
        </kbd>
      </UnstyledButton>
      <Tooltip label="Keyboard (?)">
        <ActionIcon visibleFrom="sm" variant="subtle" color="gray" onClick={openHelp} aria-label="Keyboard shortcuts">
          <CircleHelp size={18} />
        </ActionIcon>
      </Tooltip>
      <SchemeToggle />
      <Suspense fallback={<ActionIcon variant="subtle" color="gray" disabled aria-label="You" />}>
        <UserMenu />
      </Suspense>
    </Group>
  );
}

function SchemeToggle() {
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme("light") === "dark";
  const label = dark ? "Light colors" : "Dark colors";
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" onClick={() => setColorScheme(dark ? "light" : "dark")} aria-label={label}>
        {dark ? <Sun size={18} /> : <Moon size={18} />}
      </ActionIcon>
    </Tooltip>
  );
}

function ConnectionBanner() {
  const connection = useConnection();
  if (connection === "good") return null;
  return (
    <Alert color="yellow" icon={<CloudOff size={18} />} radius={0} py={6} role="status">
      {connection === "signedOut" ? (
        <SignedOut />
      ) : (
        "The app cannot be reached. What you see may be old; your work is kept here and saved as soon as it answers."
      )}
    </Alert>
  );
}

function SignedOut() {
  const why = useAccess((state) => state.why);
  return (
    <Group gap="sm">
      <Text size="sm" flex="1 1 300px">
        You have been signed out. {why} What you typed is kept; it goes on after you have signed in.
      </Text>
      <Button size="xs" onClick={() => void import("../access/again").then(({ signInAgain }) => signInAgain())}>
        Sign in again
      </Button>
    </Group>
  );
}
