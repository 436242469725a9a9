using System.Collections.Frozen;
using System.Text.Json;
using FlowFunctions.Flows.Text;
using FlowFunctions.Steps.Execution;
using FlowFunctions.Steps.Secrets;

namespace FlowFunctions.Steps.Http;

/// <summary>A header to send.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="IsPrivate">Whether another origin must not see it when it redirects here.</param>
internal sealed record HttpRequestHeader(string Name, string Value, bool IsPrivate)
{
    private const string IdempotencyKey = "Idempotency-Key";
    private const string UserAgent = "User-Agent";

    private static readonly string Product =
        $"FlowFunctions/{typeof(HttpRequestHeader).Assembly.GetName().Version!.ToString(3)}";

    // Headers that frame the message or belong to one connection: from a flow they could only break or smuggle requests.
    private static readonly FrozenSet<string> Reserved = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Connection",
        "Content-Length",
        "Host",
        "Keep-Alive",
        "Proxy-Connection",
        "TE",
        "Trailer",
        "Transfer-Encoding",
        "Upgrade"
    );

    private static readonly FrozenSet<string> AlwaysPrivate = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Authorization",
        "Cookie",
        "Proxy-Authorization"
    );

    /// <summary>All headers of a request: those of the flow, its credentials, and what the step adds by itself.</summary>
    /// <exception cref="StepFailedException">One of them cannot be sent.</exception>
    public static List<HttpRequestHeader> Read(
        JsonElement with,
        HttpMethod method,
        string identity,
        SecretValues secrets
    )
    {
        var headers = new List<HttpRequestHeader>();
        if (with.TryGetProperty("headers", out var given))
        {
            headers.AddRange(
                given
                    .EnumerateObject()
                    .Where(static header => header.Value.ValueKind != JsonValueKind.Null)
                    .Select(header => Read(header, secrets))
            );
        }

        if (with.TryGetProperty("auth", out var auth))
        {
            var credentials = HttpCredentials.Read(auth, secrets);
            headers.RemoveAll(header => IsNamed(header, credentials.Name));
            headers.Add(credentials);
        }

        AddMissing(headers, UserAgent, Product);
        if (IsUnsafe(method))
        {
            AddMissing(headers, IdempotencyKey, identity);
        }

        return headers;
    }

    /// <summary>Checks a header before it is sent.</summary>
    /// <param name="pointer">Where it stands in <c>with</c>.</param>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="StepFailedException">It cannot be sent.</exception>
    public static void Check(string pointer, string name, string value)
    {
        if (name.Length == 0 || !name.All(IsTokenCharacter))
        {
            throw StepFailedException.InvalidInput(
                pointer,
                $"names a header '{name}'; use letters, digits and hyphens."
            );
        }

        if (Reserved.Contains(name))
        {
            throw StepFailedException.InvalidInput(pointer, $"sets {name}, which the step sets itself; leave it out.");
        }

        if (value.Any(static character => character is not '\t' and (< ' ' or > '~')))
        {
            throw StepFailedException.InvalidInput(
                pointer,
                $"gives {name} a line break, a control character or a character beyond ASCII; encode the value."
            );
        }
    }

    private static HttpRequestHeader Read(JsonProperty header, SecretValues secrets)
    {
        var value = header.Value.ToText();
        Check(JsonPointer.Append("/headers", header.Name), header.Name, value);
        return new(header.Name, value, AlwaysPrivate.Contains(header.Name) || secrets.AreIn(value));
    }

    private static void AddMissing(List<HttpRequestHeader> headers, string name, string value)
    {
        if (!headers.Exists(header => IsNamed(header, name)))
        {
            headers.Add(new(name, value, IsPrivate: false));
        }
    }

    private static bool IsNamed(HttpRequestHeader header, string name) =>
        string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase);

    private static bool IsUnsafe(HttpMethod method) =>
        method == HttpMethod.Post
        || method == HttpMethod.Put
        || method == HttpMethod.Patch
        || method == HttpMethod.Delete;

    // token of RFC 9110, 5.6.2
    private static bool IsTokenCharacter(char character) =>
        char.IsAsciiLetterOrDigit(character) || "!#$%&'*+-.^_`|~".Contains(character, StringComparison.Ordinal);
}
