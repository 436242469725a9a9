using System.Text.Json.Serialization;

namespace FlowFunctions.Cli.SignIn.Store;

/// <summary>How somebody is signed in at a server: by tokens of an issuer, or by an API key.</summary>
internal sealed record StoredSignIn
{
    /// <summary>What is sent: the access token, or the key.</summary>
    public required string Token { get; init; }

    /// <summary>When the token ends; null for a key, and where the issuer does not say.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>What gets the next token, or null.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>Who gave the token; null for a key.</summary>
    public IssuerClientId? Issuer { get; init; }

    /// <summary>Without what is secret: records are written into messages and logs by their text.</summary>
    public override string ToString() => Issuer is null ? "an API key" : $"a token of {Issuer.Authority}";
}

/// <summary>Whose tokens they are.</summary>
/// <param name="Authority">The issuer's address.</param>
/// <param name="ClientId">What this command is called there.</param>
/// <param name="Scope">What it asks for.</param>
internal sealed record IssuerClientId(string Authority, string ClientId, string Scope);

/// <summary>The content of the store.</summary>
internal sealed record StoredSignIns
{
    /// <summary>The sign-ins by the server's address: what is for one server is never sent to another.</summary>
    public SortedDictionary<string, StoredSignIn> Servers { get; init; } = new(StringComparer.Ordinal);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PreferredObjectCreationHandling = JsonObjectCreationHandling.Populate,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true
)]
[JsonSerializable(typeof(StoredSignIns))]
internal sealed partial class StoreJson : JsonSerializerContext;
