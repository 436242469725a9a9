using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace FlowFunctions.Flows.Plans;

/// <summary>
/// The JSON Canonicalization Scheme (RFC 8785): no white space, members sorted by the UTF-16 code units of their names, numbers
/// as JavaScript prints them (ECMA-262 section 6.1.6.1.20; beyond the range of a double: <c>null</c>, as
/// <c>JSON.stringify</c> writes an infinity), and no escapes in strings but those that JSON demands.
/// </summary>
public static class CanonicalJson
{
    /// <summary>The canonical UTF-8 text of a value.</summary>
    /// <param name="element">The value; of two members with the same name the last counts.</param>
    public static byte[] Write(JsonElement element)
    {
        var output = new ArrayBufferWriter<byte>(256);
        Write(element, output);
        return output.WrittenSpan.ToArray();
    }

    private static void Write(JsonElement element, ArrayBufferWriter<byte> output)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(element, output);
                break;
            case JsonValueKind.Array:
                WriteArray(element, output);
                break;
            case JsonValueKind.String:
                WriteString(element.GetString()!, output);
                break;
            case JsonValueKind.Number:
                output.Write(Encoding.ASCII.GetBytes(Number(element.GetDouble())));
                break;
            default:
                output.Write(Encoding.ASCII.GetBytes(element.GetRawText()));
                break;
        }
    }

    private static void WriteObject(JsonElement element, ArrayBufferWriter<byte> output)
    {
        output.Write("{"u8);
        var first = true;
        foreach (var (name, value) in Members(element))
        {
            output.Write(first ? ""u8 : ","u8);
            first = false;
            WriteString(name, output);
            output.Write(":"u8);
            Write(value, output);
        }

        output.Write("}"u8);
    }

    private static IEnumerable<(string Name, JsonElement Value)> Members(JsonElement element)
    {
        (string Name, JsonElement Value)[] members =
        [
            .. element.EnumerateObject().Select(static member => (member.Name, member.Value)),
        ];
        for (var index = 1; index < members.Length; index++)
        {
            if (string.CompareOrdinal(members[index - 1].Name, members[index].Name) >= 0)
            {
                return members
                    .GroupBy(static member => member.Name, StringComparer.Ordinal)
                    .Select(static same => same.Last())
                    .OrderBy(static member => member.Name, StringComparer.Ordinal);
            }
        }

        return members;
    }

    private static void WriteArray(JsonElement element, ArrayBufferWriter<byte> output)
    {
        output.Write("["u8);
        var first = true;
        foreach (var item in element.EnumerateArray())
        {
            output.Write(first ? ""u8 : ","u8);
            first = false;
            Write(item, output);
        }

        output.Write("]"u8);
    }

    private static void WriteString(string text, ArrayBufferWriter<byte> output)
    {
        output.Write("\""u8);
        var rest = text.AsSpan();
        for (int at; (at = rest.IndexOfAny(Escaped)) >= 0; rest = rest[(at + 1)..])
        {
            Encoding.UTF8.GetBytes(rest[..at], output);
            Encoding.UTF8.GetBytes(Escape(rest[at]), output);
        }

        Encoding.UTF8.GetBytes(rest, output);
        output.Write("\""u8);
    }

    private static readonly SearchValues<char> Escaped = SearchValues.Create([
        .. Enumerable.Range(0, 0x20).Select(static code => (char)code),
        '"',
        '\\',
    ]);

    private static string Escape(char c) =>
        c switch
        {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\b' => "\\b",
            '\t' => "\\t",
            '\n' => "\\n",
            '\f' => "\\f",
            '\r' => "\\r",
            _ => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
        };

    /// <summary>Number::toString: .NET's shortest digits that read back, placed as ECMA-262 says.</summary>
    internal static string Number(double number)
    {
        if (!double.IsFinite(number))
        {
            return "null";
        }

        if (number == (int)number)
        {
            return ((int)number).ToString(CultureInfo.InvariantCulture);
        }

        var parts = Math.Abs(number).ToString("R", CultureInfo.InvariantCulture).Split('E');
        var exponent = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        var whole = parts[0].Split('.')[0].Length;
        var digits = parts[0].Replace(".", "", StringComparison.Ordinal);
        var significant = digits.TrimStart('0');
        var point = whole - (digits.Length - significant.Length) + exponent;
        return (number < 0 ? "-" : "") + Place(significant.TrimEnd('0'), point);
    }

    private static string Place(string digits, int point) =>
        point switch
        {
            > 0 and <= 21 when digits.Length <= point => digits.PadRight(point, '0'),
            > 0 and <= 21 => $"{digits[..point]}.{digits[point..]}",
            > -6 and <= 0 => $"0.{new string('0', -point)}{digits}",
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"{digits[0]}{(digits.Length > 1 ? "." : "")}{digits[1..]}e{(point > 0 ? "+" : "")}{point - 1}"
            ),
        };
}
