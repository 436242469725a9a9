using System.Text;
using System.Text.Json;
using FlowFunctions.Steps.Execution;
using FlowFunctions.Steps.Secrets;

namespace FlowFunctions.Steps.Http;

/// <summary>Makes a header of the credentials of a request.</summary>
internal static class HttpCredentials
{
    private const string Authorization = "Authorization";

    /// <summary>Reads <c>auth</c>.</summary>
    /// <exception cref="StepFailedException">The credentials cannot be sent.</exception>
    public static HttpRequestHeader Read(JsonElement auth, SecretValues secrets) =>
        auth.GetProperty("type").GetString() switch
        {
            "basic" => Basic(auth, secrets),
            "bearer" => Header("/auth/token", Authorization, $"Bearer {auth.OptionalText("token")}"),
            _ => Header("/auth", auth.OptionalText("name")!, auth.OptionalText("value")!),
        };

    // RFC 7617: a user name cannot hold a colon, since the first one ends it.
    private static HttpRequestHeader Basic(JsonElement auth, SecretValues secrets)
    {
        var username = auth.OptionalText("username")!;
        if (username.Contains(':', StringComparison.Ordinal))
        {
            throw StepFailedException.InvalidInput("/auth/username", "must not hold a colon.");
        }

        var credentials = $"{username}:{auth.OptionalText("password")}";
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials));
        if (secrets.AreIn(credentials))
        {
            secrets.Remember(encoded);
        }

        return Header("/auth", Authorization, $"Basic {encoded}");
    }

    private static HttpRequestHeader Header(string pointer, string name, string value)
    {
        HttpRequestHeader.Check(pointer, name, value);
        return new(name, value, IsPrivate: true);
    }
}
