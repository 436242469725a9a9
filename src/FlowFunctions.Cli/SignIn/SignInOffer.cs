using System.Text.Json;
using FlowFunctions.Cli.Server;
using FlowFunctions.Cli.SignIn.Store;

namespace FlowFunctions.Cli.SignIn;

/// <summary>How people sign in at a server, as it says itself.</summary>
/// <param name="Mode"><c>local</c>, <c>provider</c> or <c>key</c>.</param>
/// <param name="Issuers">Who signs people in.</param>
internal sealed record SignInOffer(string Mode, IReadOnlyList<OfferedIssuer> Issuers)
{
    private const string Local = "local";
    private const string Entra = "entra";

    /// <summary>Where Microsoft Entra ID tells of tokens of the kind that servers take, and what it gives a refresh token for.</summary>
    private const string EntraVersion = "/v2.0";
    private const string EntraScope = "openid profile offline_access";

    /// <summary>Asks a server.</summary>
    /// <exception cref="ServerException">The server refuses.</exception>
    public static async Task<SignInOffer> ReadAsync(FlowServer server, CancellationToken cancellationToken)
    {
        var answer = await server.SendAsync(ServerRequest.Get(ServerRequest.PathOf("sign-in")), cancellationToken);
        return new(
            answer.Body.Text("mode") ?? "",
            [.. answer.Body.Items("providers").Select(Of).OfType<OfferedIssuer>()]
        );
    }

    /// <summary>The issuer to sign in at.</summary>
    /// <param name="name">What the server calls it; null where there is only one.</param>
    /// <exception cref="InvalidUseException">There is none of that name, or several.</exception>
    public IssuerClientId Choose(string? name)
    {
        if (Mode == Local)
        {
            throw new InvalidUseException(
                "This server asks nobody who they are, because only this machine reaches it. There is nothing to sign in to."
            );
        }

        if (Issuers.Count == 0)
        {
            throw new InvalidUseException(
                "This server has no sign-in for people, only API keys. Sign in with one: 'flow login --key'."
            );
        }

        var chosen = name is null && Issuers is [var only] ? only : Issuers.FirstOrDefault(one => one.Name == name);
        return chosen?.Client
            ?? throw new InvalidUseException(
                $"Choose a sign-in provider with --issuer: {string.Join(", ", Issuers.Select(static one => one.Name))}."
            );
    }

    private static OfferedIssuer? Of(JsonElement provider) =>
        provider.Text("name") is { } name
        && provider.Text("authority") is { } authority
        && provider.Text("clientId") is { } client
        && provider.Text("scope") is { } scope
            ? new(
                name,
                provider.Text("kind") == Entra
                    ? new(authority.TrimEnd('/') + EntraVersion, client, $"{scope} {EntraScope}")
                    : new(authority, client, scope)
            )
            : null;
}

/// <summary>Who signs people in.</summary>
/// <param name="Name">What the server calls it.</param>
/// <param name="Client">How it is asked.</param>
internal sealed record OfferedIssuer(string Name, IssuerClientId Client);
