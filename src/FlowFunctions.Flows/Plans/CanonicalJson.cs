using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using FlowFunctions.Expressions;

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

    /// <summary>As JavaScript prints it; <c>null</c> beyond the range of a double.</summary>
    internal static string Number(double number) => double.IsFinite(number) ? EcmaNumber.ToText(number) : "null";
}
