using System.Text;
using System.Text.Json;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Steps.Execution;

namespace FlowFunctions.Steps.Http;

/// <summary>Reads the address of a request.</summary>
internal static class HttpUrl
{
    /// <summary>The address with its query.</summary>
    /// <exception cref="StepFailedException">It cannot be requested.</exception>
    public static Uri Read(JsonElement with)
    {
        var text = with.GetProperty("url").GetString()!;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || !IsHttp(url))
        {
            throw Invalid($"'{text}' is not an absolute address with http or https.");
        }

        if (url.UserInfo.Length > 0)
        {
            throw Invalid("The address holds credentials; put them into auth.");
        }

        return with.TryGetProperty("query", out var query) ? Append(url, query) : url;
    }

    /// <summary>Whether an address is one of HTTP.</summary>
    public static bool IsHttp(Uri url) => url.Scheme is "http" or "https" && url.Host.Length > 0;

    /// <summary>The address for messages: without query and fragment, which may hold what is nobody's business.</summary>
    public static string Shown(Uri url) => url.GetLeftPart(UriPartial.Path);

    /// <summary>Whether two addresses have the same scheme, host and port (RFC 6454).</summary>
    public static bool IsSameOrigin(Uri one, Uri other) =>
        one.Scheme == other.Scheme
        && one.Port == other.Port
        && string.Equals(one.IdnHost, other.IdnHost, StringComparison.OrdinalIgnoreCase);

    /// <summary>The failure for an address that cannot be requested.</summary>
    public static StepFailedException Invalid(string message) =>
        new(new StepError { Code = HttpErrorCodes.InvalidUrl, Message = message });

    private static Uri Append(Uri url, JsonElement query)
    {
        var text = new StringBuilder(url.GetLeftPart(UriPartial.Query));
        var separator = url.Query.Length switch
        {
            0 => "?",
            1 => "",
            _ => "&",
        };
        foreach (var (name, value) in query.EnumerateObject().SelectMany(Pairs))
        {
            text.Append(separator).Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
            separator = "&";
        }

        return new Uri(text.ToString());
    }

    private static IEnumerable<(string Name, string Value)> Pairs(JsonProperty parameter) =>
        parameter.Value.ValueKind switch
        {
            JsonValueKind.Null => [],
            JsonValueKind.Array => parameter.Value.EnumerateArray().Select(item => (parameter.Name, item.ToText())),
            _ => [(parameter.Name, parameter.Value.ToText())],
        };
}
