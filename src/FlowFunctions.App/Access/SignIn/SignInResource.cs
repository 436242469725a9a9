namespace FlowFunctions.App.Access.SignIn;

/// <summary>How people sign in at the builder.</summary>
/// <param name="Mode"><c>local</c>: by themselves; <c>provider</c>: at one of the providers, or with a key; <c>key</c>: with a key only.</param>
/// <param name="Providers">The sign-in providers.</param>
internal sealed record SignInResource(string Mode, IReadOnlyList<SignInProviderResource> Providers);

/// <summary>A provider, as a public client needs to know it (RFC 6749, section 2.1).</summary>
/// <param name="Name">What it is called in the settings.</param>
/// <param name="Kind"><c>entra</c> for Microsoft Entra ID, else <c>oidc</c>.</param>
/// <param name="Authority">Its address.</param>
/// <param name="ClientId">What the builder is called there.</param>
/// <param name="Scope">What it asks for.</param>
internal sealed record SignInProviderResource(
    string Name,
    string Kind,
    string Authority,
    string ClientId,
    string Scope
);
