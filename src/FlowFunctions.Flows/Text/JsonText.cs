using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace FlowFunctions.Flows.Text;

/// <summary>
/// Strings and names of a <see cref="JsonElement"/> as UTF-16 without allocation. Unlike
/// <see cref="JsonElement.GetString"/> an escaped lone surrogate is kept, not thrown at: RFC 8259 section 8.2 allows it.
/// </summary>
internal static class JsonText
{
    public static ReadOnlySpan<char> Read(JsonElement text, ref char[] buffer) =>
        Decode(JsonMarshal.GetRawUtf8Value(text)[1..^1], ref buffer);

    public static ReadOnlySpan<char> Name(JsonProperty property, ref char[] buffer) =>
        Decode(JsonMarshal.GetRawUtf8PropertyName(property), ref buffer);

    public static string Name(JsonProperty property)
    {
        char[] buffer = [];
        return new(Name(property, ref buffer));
    }

    public static bool HasProperty(JsonElement value, string name, ref char[] buffer)
    {
        foreach (var property in value.EnumerateObject())
            if (Name(property, ref buffer).SequenceEqual(name))
                return true;
        return false;
    }

    /// <summary>Decodes what stands between the quotes of a JSON string.</summary>
    public static ReadOnlySpan<char> Decode(ReadOnlySpan<byte> raw, ref char[] buffer)
    {
        if (buffer.Length < raw.Length)
            buffer = new char[Math.Max(64, raw.Length)];
        int length = 0;
        for (int escape; (escape = raw.IndexOf((byte)'\\')) >= 0; )
        {
            length += Encoding.UTF8.GetChars(raw[..escape], buffer.AsSpan(length));
            buffer[length++] = Unescape(raw[escape..], out int used);
            raw = raw[(escape + used)..];
        }
        length += Encoding.UTF8.GetChars(raw, buffer.AsSpan(length));
        return buffer.AsSpan(0, length);
    }

    /// <summary>Length in code points, as JSON Schema counts it; a lone surrogate is one.</summary>
    public static int CodePoints(JsonElement text, ref char[] buffer)
    {
        var raw = JsonMarshal.GetRawUtf8Value(text)[1..^1];
        int count = 0;
        if (raw.Contains((byte)'\\'))
        {
            foreach (var _ in Read(text, ref buffer).EnumerateRunes())
                count++;
            return count;
        }
        foreach (byte unit in raw)
            count += (unit & 0xC0) == 0x80 ? 0 : 1;
        return count;
    }

    /// <summary>Offset of the first surrogate that is no part of a pair, or -1.</summary>
    public static int FindLoneSurrogate(ReadOnlySpan<char> text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return i;
            i++;
        }
        return -1;
    }

    private static char Unescape(ReadOnlySpan<byte> escape, out int used)
    {
        used = escape[1] == 'u' ? 6 : 2;
        return escape[1] switch
        {
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            (byte)'n' => '\n',
            (byte)'r' => '\r',
            (byte)'t' => '\t',
            (byte)'u' => (char)
                ushort.Parse(escape.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
            var same => (char)same,
        };
    }
}
