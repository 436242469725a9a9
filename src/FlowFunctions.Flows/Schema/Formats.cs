using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FlowFunctions.Expressions;

namespace FlowFunctions.Flows.Schema;

/// <summary>The formats that can be asserted (Validation 7.3). One that is not listed here is taken for a note.</summary>
internal static class Formats
{
    private const int LongestHostName = 253;
    private const string Label = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private const string Host = $@"{Label}(\.{Label})*";

    // RFC 3339: section 5.6 and, for durations, appendix A.
    private const string Date = @"\d{4}-\d\d-\d\d";
    private const string Time = @"([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)";
    private const string Days = @"(\d+D|\d+M(\d+D)?|\d+Y(\d+M(\d+D)?)?)";
    private const string Hours = @"T(\d+S|\d+M(\d+S)?|\d+H(\d+M(\d+S)?)?)";

    // RFC 5322 section 3.4.1, without quoted text and comments.
    private const string Atom = @"[A-Za-z0-9!#$%&'*+\/=?^_`\{|\}~-]+";

    // RFC 3986 appendix A.
    private const string Char = @"([A-Za-z0-9._~!$&'\(\)*+,;=:@-]|%[0-9A-Fa-f]{2})";
    private const string Authority =
        $@"\/\/({Char}*@)?(\[[0-9A-Fa-fv.:]+\]|([A-Za-z0-9._~!$&'\(\)*+,;=-]|%[0-9A-Fa-f]{{2}})*)(:\d*)?";
    private const string Tail = $@"(\?({Char}|[\/?])*)?(#({Char}|[\/?])*)?";
    private const string Uri = $@"[A-Za-z][A-Za-z0-9+.-]*:({Authority}(\/{Char}*)*|\/?({Char}+(\/{Char}*)*)?){Tail}";
    private const string NoColon = @"([A-Za-z0-9._~!$&'\(\)*+,;=@-]|%[0-9A-Fa-f]{2})+";
    private const string Relative = $@"({Authority}(\/{Char}*)*|\/({Char}+(\/{Char}*)*)?|{NoColon}(\/{Char}*)*)?{Tail}";

    // RFC 6901 section 3.
    private const string Pointer = @"(\/([^~\/]|~[01])*)*";

    private static readonly FrozenDictionary<string, Format> Known = new Dictionary<string, Format>
    {
        ["date-time"] = new("a date and time such as 2026-01-31T12:00:00Z", Match($"{Date}[Tt]{Time}", IsDateTime)),
        ["date"] = new("a date such as 2026-01-31", Match(Date, IsDate)),
        ["time"] = new("a time with its offset such as 12:00:00Z", Match(Time, IsTime)),
        ["duration"] = new("an ISO 8601 duration such as P1DT12H", Match($@"P({Days}({Hours})?|{Hours}|\d+W)")),
        ["email"] = new("an e-mail address", Match($@"{Atom}(\.{Atom})*@{Host}")),
        ["hostname"] = new("a host name", Match(Host, text => text.Length <= LongestHostName)),
        ["ipv4"] = new(
            "an IPv4 address",
            Match(@"(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}")
        ),
        ["ipv6"] = new("an IPv6 address", Match("[0-9A-Fa-f:.]+", IsIPv6)),
        ["uri"] = new("a URI with its scheme", Match(Uri)),
        ["uri-reference"] = new("a URI or a reference relative to one", Match($"({Uri}|{Relative})")),
        ["uuid"] = new("a UUID", Match("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")),
        ["json-pointer"] = new("a JSON pointer such as /items/0", Match(Pointer)),
        ["relative-json-pointer"] = new("a relative JSON pointer such as 1/name", Match($@"(0|[1-9]\d*)(#|{Pointer})")),
        ["regex"] = new("a regular expression that can be used", IsPattern),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static Format? Find(string name) => Known.GetValueOrDefault(name);

    private static Func<string, bool> Match(string pattern, Func<string, bool>? further = null)
    {
        var compiled = new Lazy<EcmaRegex>(() => EcmaRegex.Parse($"^({pattern})$", "u"));
        return text => compiled.Value.IsMatch(text) && further?.Invoke(text) != false;
    }

    private static bool IsDate(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool IsDateTime(string text) => IsDate(text[..10]) && IsTime(text[11..]);

    /// <summary>A leap second is the last of its day in UTC.</summary>
    private static bool IsTime(string text)
    {
        if (text[6] != '6')
            return true;
        int offset = text[^1] is 'Z' or 'z' ? 0 : Minutes(text[^5..]) * (text[^6] == '-' ? -1 : 1);
        return (Minutes(text) - offset + 24 * 60) % (24 * 60) == 24 * 60 - 1;
    }

    private static int Minutes(string clock) =>
        int.Parse(clock.AsSpan(0, 2), CultureInfo.InvariantCulture) * 60
        + int.Parse(clock.AsSpan(3, 2), CultureInfo.InvariantCulture);

    private static bool IsIPv6(string text) =>
        IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;

    private static bool IsPattern(string text)
    {
        try
        {
            EcmaRegex.Parse(text, "u");
            return true;
        }
        catch (ExpressionSyntaxException)
        {
            return false;
        }
    }

    /// <summary>A format: what to call it, and whether a text has it.</summary>
    public sealed record Format(string Words, Func<string, bool> Holds);
}
