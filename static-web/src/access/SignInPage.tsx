import { Alert, Anchor, Button, Center, Divider, Paper, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useRouter } from "@tanstack/react-router";
import { LogIn } from "lucide-react";
import { useEffect, useState } from "react";
import { messageOf } from "../api/problem";
import { Loading } from "../components/States";
import { ownPage, type Provider } from "../flow/access/oidc";
import { handOver } from "./again";
import { KeyForm } from "./KeyForm";
import { useAccess } from "./session";
import { useSigningIn } from "./useSigningIn";

/** The way in: one button for each provider, or a key. */
export function SignInPage() {
  useDocumentTitle("Sign in · FlowFunctions");
  const router = useRouter();
  const [isDone, setDone] = useState(false);
  const goOn = (returnTo: string, forWindow: string | undefined) => {
    if (forWindow === undefined) router.history.replace(ownPage(returnTo, window.location.origin));
    else {
      handOver(forWindow);
      // Where the browser lets no page close its window.
      setDone(true);
    }
  };
  const { error, isBusy, returnTo, forWindow, begin } = useSigningIn(goOn);
  const setup = useAccess((state) => state.setup);
  if (isDone) return <Done />;
  if (isBusy || !setup) return <Loading what="the sign-in" />;
  return (
    <Center mih="100dvh" p="md" component="main">
      <Paper withBorder p="xl" w="100%" maw={420}>
        <Stack>
          <Stack gap={4} align="center">
            <img src="/icon.svg" alt="" width={40} height={40} />
            <Title order={1} size="h3">
              Sign in to FlowFunctions
            </Title>
          </Stack>
          {error !== undefined && (
            <Alert color="red" role="alert" title="Signing in did not work">
              <Text size="sm" style={{ overflowWrap: "anywhere" }}>
                {messageOf(error)}
              </Text>
            </Alert>
          )}
          {setup.providers.map((provider) => (
            <Button key={provider.name} leftSection={<LogIn size={16} aria-hidden />} onClick={() => begin(provider)}>
              {setup.providers.length === 1 ? "Sign in" : `Sign in with ${nameOf(provider)}`}
            </Button>
          ))}
          <Keys isOnly={setup.providers.length === 0} onDone={() => goOn(returnTo, forWindow)} />
        </Stack>
      </Paper>
    </Center>
  );
}

function nameOf(provider: Provider): string {
  const host = new URL(provider.authority).host;
  return provider.kind === "entra" ? `Microsoft (${provider.name})` : `${provider.name} (${host})`;
}

function Keys({ isOnly, onDone }: { readonly isOnly: boolean; readonly onDone: () => void }) {
  const [isOpen, setOpen] = useState(isOnly);
  if (!isOpen)
    return (
      <Anchor component="button" type="button" size="sm" ta="center" onClick={() => setOpen(true)}>
        Use an API key instead
      </Anchor>
    );
  return (
    <>
      {!isOnly && <Divider label="or" />}
      <KeyForm onDone={onDone} />
    </>
  );
}

function Done() {
  useEffect(() => window.close(), []);
  return (
    <Center mih="100dvh" p="md" component="main">
      <Text role="status">You are signed in. Close this window and go on in the other one.</Text>
    </Center>
  );
}
