using System.Globalization;
using System.Numerics;

namespace FlowFunctions.Flows.Text;

/// <summary>What a plain scalar stands for in the core schema of YAML 1.2 (section 10.3.2).</summary>
internal static class YamlScalar
{
    private const int MaxHexDigits = 64;

    /// <summary>The value in JSON, or null when the scalar is a string.</summary>
    public static string? ToJson(string text) =>
        text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => "null",
            "true" or "True" or "TRUE" => "true",
            "false" or "False" or "FALSE" => "false",
            _ when text.StartsWith("0x", StringComparison.Ordinal) => Digits(text.AsSpan(2), 16),
            _ when text.StartsWith("0o", StringComparison.Ordinal) => Digits(text.AsSpan(2), 8),
            _ => Number(text),
        };

    /// <summary>Whether it is a number that JSON cannot hold.</summary>
    public static bool IsNotFinite(string text) =>
        text.TrimStart('+', '-') is ".inf" or ".Inf" or ".INF" || text is ".nan" or ".NaN" or ".NAN";

    private static string? Digits(ReadOnlySpan<char> digits, int numberBase)
    {
        if (digits.Length is 0 or > MaxHexDigits)
            return null;
        var value = BigInteger.Zero;
        foreach (char digit in digits)
        {
            int one = char.IsAsciiHexDigit(digit) ? Convert.ToInt32(digit.ToString(), 16) : numberBase;
            if (one >= numberBase)
                return null;
            value = value * numberBase + one;
        }
        return value.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>JSON wants digits on both sides of the point, no leading zeros and no plus sign.</summary>
    private static string? Number(string text)
    {
        int at = text[0] is '+' or '-' ? 1 : 0;
        string whole = Run(text, ref at);
        string fraction = "";
        bool point = at < text.Length && text[at] == '.';
        if (point)
        {
            at++;
            fraction = Run(text, ref at);
        }
        int mark = at;
        if (at < text.Length && text[at] is 'e' or 'E')
        {
            at += at + 1 < text.Length && text[at + 1] is '+' or '-' ? 2 : 1;
            if (Run(text, ref at).Length == 0)
                return null;
        }
        if (at < text.Length || whole.Length + fraction.Length == 0)
            return null;
        string sign = text[0] == '-' ? "-" : "";
        string digits = whole.TrimStart('0') is { Length: > 0 } significant ? significant : "0";
        return $"{sign}{digits}{(fraction.Length > 0 ? "." : "")}{fraction}{text[mark..]}";
    }

    private static string Run(string text, ref int at)
    {
        int start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        return text[start..at];
    }
}
