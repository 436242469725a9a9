import {
  BrowserCacheLocation,
  CacheLookupPolicy,
  InteractionRequiredAuthError,
  PublicClientApplication,
  type AuthenticationResult,
} from "@azure/msal-browser";
import { SignInError, type Provider, type Tokens } from "../flow/access/oidc";
import { ApiError, messageOf } from "../api/problem";
import { arrival } from "./arrival";
import { forget } from "./session";
import { redirectUri, type SignInFlow } from "./signIn";

/** Microsoft Entra ID, by Microsoft's own library. It checks state and nonce, keeps refresh tokens and renews with them. */
export const entra: SignInFlow = {
  begin: async (provider, pending) => {
    const app = await appOf(provider);
    await explained(app.loginRedirect({ scopes: [provider.scope], redirectUri: redirectUri(), nonce: pending.nonce }));
  },
  finish: async (provider) => {
    const app = await appOf(provider);
    const result = await explained(app.handleRedirectPromise({ hash: arrival.hash, navigateToLoginRequestUrl: false }));
    if (!result) throw new SignInError("Microsoft Entra ID has sent no answer. Sign in again.");
    return tokensOf(result);
  },
  renew: async (provider) => {
    const app = await appOf(provider);
    const [account] = app.getAllAccounts();
    if (!account) return undefined;
    try {
      // By the refresh token only: pages of this site hold no frames.
      const cacheLookupPolicy = CacheLookupPolicy.RefreshToken;
      return tokensOf(await app.acquireTokenSilent({ scopes: [provider.scope], account, cacheLookupPolicy }));
    } catch (error) {
      if (error instanceof InteractionRequiredAuthError) return undefined;
      throw new ApiError(0, "SignIn.Unreachable", `Microsoft Entra ID cannot be asked now: ${messageOf(error)}`);
    }
  },
  signOut: async (provider) => {
    const app = await appOf(provider);
    const [account] = app.getAllAccounts();
    forget();
    await app.logoutRedirect({ account: account ?? null, postLogoutRedirectUri: redirectUri() });
  },
};

async function appOf(provider: Provider): Promise<PublicClientApplication> {
  const app = new PublicClientApplication({
    auth: {
      clientId: provider.clientId,
      authority: provider.authority,
      // Asked for nothing but tokens: which hosts are Microsoft's is known here.
      knownAuthorities: [new URL(provider.authority).host],
      redirectUri: redirectUri(),
    },
    cache: { cacheLocation: BrowserCacheLocation.SessionStorage },
  });
  await app.initialize();
  return app;
}

async function explained<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new SignInError(`Microsoft Entra ID: ${messageOf(error)}`);
  }
}

function tokensOf({ accessToken, expiresOn, idToken }: AuthenticationResult): Tokens {
  return { token: accessToken, expiresAt: expiresOn?.getTime(), refreshToken: undefined, idToken };
}
