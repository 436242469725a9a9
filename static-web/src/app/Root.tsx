import { useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import "../access/arrival";
import { askHow, useAccess } from "../access/session";
import { Failure, Loading } from "../components/States";
import { signInPath } from "../flow/access/oidc";
import { Shell } from "./Shell";

const SignInPage = lazy(async () => ({ default: (await import("../access/SignInPage")).SignInPage }));

/** The pages for those who are signed in; the way in for others. */
export function Root() {
  const standing = useAccess((state) => state.standing);
  const isSigningIn = useRouterState({ select: (state) => state.location.pathname === signInPath });
  if (standing === "asking") return <Asking />;
  if (standing === "out" || isSigningIn)
    return (
      <Suspense fallback={<Loading what="the sign-in" />}>
        <SignInPage />
      </Suspense>
    );
  return <Shell />;
}

/** A moment in which the app is asked how people sign in. */
function Asking() {
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    askHow().catch(setError);
  }, []);
  const again = () => {
    setError(undefined);
    askHow().catch(setError);
  };
  return error === undefined ? <Loading what="FlowFunctions" /> : <Failure error={error} onRetry={again} />;
}
