using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FlowFunctions.Secrets.Tests.Masking;

/// <summary>Ways in which programs write a text.</summary>
internal static class Encodings
{
    public static IReadOnlyDictionary<string, Func<string, string>> All { get; } =
        new Dictionary<string, Func<string, string>>
        {
            ["raw"] = static text => text,
            ["json"] = static text => JsonEncodedText.Encode(text).ToString(),
            ["json relaxed"] = static text =>
                JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
            ["json all"] = static text => Units(text, "x4"),
            ["json all upper"] = static text => Units(text, "X4"),
            ["json slashes"] = static text =>
                JsonEncodedText.Encode(text).ToString().Replace("/", "\\/", StringComparison.Ordinal),
            ["json twice"] = static text => JsonEncodedText.Encode(JsonEncodedText.Encode(text).ToString()).ToString(),
            ["url"] = Uri.EscapeDataString,
            ["url lower"] = static text => Lower(Uri.EscapeDataString(text)),
            ["url all"] = static text => Percent(text, "X2"),
            ["url all lower"] = static text => Percent(text, "x2"),
            ["url twice"] = static text => Uri.EscapeDataString(Uri.EscapeDataString(text)),
            ["form"] = static text => WebUtility.UrlEncode(text),
            ["json in url"] = static text => Uri.EscapeDataString(JsonEncodedText.Encode(text).ToString()),
            ["url in json"] = static text => JsonEncodedText.Encode(Uri.EscapeDataString(text)).ToString(),
            ["html"] = WebUtility.HtmlEncode,
            ["html strict"] = HtmlEncoder.Default.Encode,
            ["html in json"] = static text => JsonEncodedText.Encode(WebUtility.HtmlEncode(text)).ToString(),
            ["html all"] = static text =>
                string.Concat(text.EnumerateRunes().Select(static rune => $"&#{rune.Value};")),
            ["bytes"] = static text =>
                string.Concat(
                    Encoding
                        .UTF8.GetBytes(text)
                        .Select(static unit => unit < 128 && unit != '\\' ? $"{(char)unit}" : $"\\x{unit:x2}")
                ),
            ["octal bytes"] = static text =>
                string.Concat(
                    Encoding
                        .UTF8.GetBytes(text)
                        .Select(static unit =>
                            unit is >= 32 and < 127 && unit is not ((byte)'\\' or (byte)'\'')
                                ? $"{(char)unit}"
                                : "\\" + Convert.ToString(unit, 8).PadLeft(3, '0')
                        )
                ),
            ["shell backslashes"] = static text =>
                Escaped(text, static unit => char.IsAscii(unit) && !char.IsAsciiLetterOrDigit(unit)),
            ["shell double quotes"] = static text =>
                $"\"{Escaped(text, static unit => unit is '"' or '\\' or '$' or '`')}\"",
            ["shell single quotes"] = SingleQuoted,
            ["shell mixed quotes"] = static text => $"'{text.Replace("'", "'\"'\"'", StringComparison.Ordinal)}'",
            ["shell mixed quotes in double ones"] = static text =>
                $"\"{text.Replace("\"", "\"'\"'\"", StringComparison.Ordinal)}\"",
            ["shell in json"] = static text => JsonEncodedText.Encode(SingleQuoted(text)[1..^1]).ToString(),
            ["small letters"] = static text => Case(text, char.ToLowerInvariant),
            ["capitals"] = static text => Case(text, char.ToUpperInvariant),
            ["url small letters"] = static text => Case(Uri.EscapeDataString(text), char.ToLowerInvariant),
            ["hex"] = static text => Convert.ToHexString(Encoding.UTF8.GetBytes(text)),
            ["hex lower"] = static text => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)),
            ["base64"] = static text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)),
            ["base64 after 1"] = static text => Convert.ToBase64String(Encoding.UTF8.GetBytes("u" + text + "xy")),
            ["base64 after 2"] = static text => Convert.ToBase64String(Encoding.UTF8.GetBytes("u:" + text + "x")),
            ["base64 before 2"] = static text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text + "xy")),
            ["base64url"] = static text => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text)),
            ["base64url after 1"] = static text => Base64Url.EncodeToString(Encoding.UTF8.GetBytes("?" + text + "?~")),
            ["base64url after 2"] = static text => Base64Url.EncodeToString(Encoding.UTF8.GetBytes("?>" + text + "??")),
            ["base64 in url"] = static text =>
                Uri.EscapeDataString(Convert.ToBase64String(Encoding.UTF8.GetBytes("::" + text))),
        };

    /// <summary>Names of all, for theories.</summary>
    public static TheoryData<string> Names => [.. All.Keys];

    private static string Units(string text, string format) =>
        string.Concat(text.Select(unit => "\\u" + ((int)unit).ToString(format, CultureInfo.InvariantCulture)));

    private static string Percent(string text, string format) =>
        string.Concat(
            Encoding.UTF8.GetBytes(text).Select(unit => "%" + unit.ToString(format, CultureInfo.InvariantCulture))
        );

    private static string Escaped(string text, Func<char, bool> isSpecial) =>
        string.Concat(text.Select(unit => isSpecial(unit) ? $"\\{unit}" : $"{unit}"));

    private static string SingleQuoted(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    /// <summary>Changes letters of ASCII only: other ones may become longer.</summary>
    private static string Case(string text, Func<char, char> change) =>
        string.Concat(text.Select(unit => char.IsAscii(unit) ? change(unit) : unit));

    private static string Lower(string escaped)
    {
        var result = escaped.ToCharArray();
        for (var i = 0; i < result.Length - 2; i++)
        {
            if (result[i] == '%')
            {
                result[i + 1] = char.ToLowerInvariant(result[i + 1]);
                result[i + 2] = char.ToLowerInvariant(result[i + 2]);
            }
        }

        return new string(result);
    }
}
