using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;

namespace FlowFunctions.App.Triggers.Webhooks.Answers;

/// <summary>The headers that a respond step may set.</summary>
internal static class ResponseHeaders
{
    private const int MaxCount = 50;
    private const int MaxLength = 8 * 1024;

    // What belongs to the connection or to the web server (RFC 9110, 7.6.1), and what would hold for the whole site rather than for one answer.
    private static readonly FrozenSet<string> Refused = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "alt-svc",
        "clear-site-data",
        "connection",
        "content-length",
        "date",
        "keep-alive",
        "proxy-authenticate",
        "proxy-connection",
        "server",
        "service-worker-allowed",
        "set-cookie",
        "strict-transport-security",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade"
    );

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    );

    /// <summary>Sets those headers that may be set; others are left out.</summary>
    public static void Apply(JsonElement headers, IHeaderDictionary answer)
    {
        if (headers.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var header in headers.EnumerateObject().Take(MaxCount))
        {
            if (header.Value.ValueKind == JsonValueKind.String && Allows(header.Name, header.Value.GetString()!))
            {
                answer[header.Name] = header.Value.GetString();
            }
        }
    }

    private static bool Allows(string name, string value) =>
        name.Length > 0
        && !name.AsSpan().ContainsAnyExcept(NameCharacters)
        && !Refused.Contains(name)
        && value.Length <= MaxLength
        && !value.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
