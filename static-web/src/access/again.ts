import { packSession, unpackSession } from "./kept";
import { resume, useAccess } from "./session";
import { begin } from "./signIn";

const shape = "popup,width=520,height=700";
let waiting: BroadcastChannel | undefined;

function channelOf(id: string): BroadcastChannel {
  return new BroadcastChannel(`flow-sign-in-${id}`);
}

/**
 * Signs in again in a window of its own, so that this page stays as it is with all that was typed. The window tells by a channel, which only
 * pages of this site hear: the provider's pages cut the bond between the two windows.
 */
export function signInAgain(): void {
  waiting?.close();
  const id = crypto.randomUUID();
  const channel = channelOf(id);
  waiting = channel;
  channel.onmessage = (message: MessageEvent<Readonly<Record<string, string>>>) => {
    channel.close();
    void takeOver(message.data);
  };
  if (!window.open(`/sign-in?window=${id}`, "_blank", shape)) void goInstead();
}

async function takeOver(packed: Readonly<Record<string, string>>): Promise<void> {
  unpackSession(packed);
  // What this page shows is somebody else's then.
  if (!(await resume())) window.location.assign("/flows");
}

/** Where the browser opens no windows, this page goes itself; drafts are kept and come back. */
async function goInstead(): Promise<void> {
  const { setup, session } = useAccess.getState();
  const provider = setup?.providers.find((one) => one.name === session?.provider);
  const { pathname, search, hash } = window.location;
  if (provider) await begin(provider, pathname + search + hash);
  else window.location.assign("/sign-in");
}

/** Gives this window's session to the one that has opened it, and goes. */
export function handOver(id: string): void {
  const channel = channelOf(id);
  channel.postMessage(packSession());
  channel.close();
  unpackSession({});
  window.close();
}
