using System.Globalization;
using System.Text;
using Azure;

namespace FlowFunctions.Storage.Tables;

/// <summary>A query and how its pages are chained (REST reference, "Query timeout and pagination").</summary>
/// <param name="Path">The resource.</param>
/// <param name="Filter">The condition, or null for all.</param>
/// <param name="Select">The properties, or null for all.</param>
/// <param name="FirstKey">The name of the first part of the continuation.</param>
/// <param name="SecondKey">The name of its second part, if it has one.</param>
internal sealed record TableQuery(
    string Path,
    string? Filter,
    IEnumerable<string>? Select,
    string FirstKey,
    string? SecondKey
)
{
    private const string HeaderPrefix = "x-ms-continuation-";

    /// <summary>The path and the query of one page.</summary>
    /// <exception cref="FormatException">The continuation is none of this query's.</exception>
    public string Page(string? continuation, int? size)
    {
        var path = new StringBuilder(Path);
        Append(path, "$filter", Filter);
        Append(path, "$select", Selected(Select));
        Append(path, "$top", size?.ToString(CultureInfo.InvariantCulture));
        if (continuation is not null)
        {
            var parts = continuation.Split('&');
            if (parts.Length > (SecondKey is null ? 1 : 2) || parts[0].Length == 0)
            {
                throw new FormatException("The continuation token is none of this query's.");
            }

            // Unescaped and escaped anew: a token that a caller made up cannot add parameters.
            Append(path, FirstKey, Uri.UnescapeDataString(parts[0]));
            Append(path, SecondKey!, parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : null);
        }

        return path.ToString();
    }

    /// <summary>Where the next page begins, or null after the last one.</summary>
    public string? Continuation(Response response)
    {
        if (!response.Headers.TryGetValue(HeaderPrefix + FirstKey, out var first))
        {
            return null;
        }

        var token = Uri.EscapeDataString(first);
        return response.Headers.TryGetValue(HeaderPrefix + SecondKey, out var second)
            ? $"{token}&{Uri.EscapeDataString(second)}"
            : token;
    }

    public static string? Selected(IEnumerable<string>? select) => select is null ? null : string.Join(',', select);

    private static void Append(StringBuilder path, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            path.Append(path.ToString().Contains('?', StringComparison.Ordinal) ? '&' : '?');
            path.Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }
    }
}
