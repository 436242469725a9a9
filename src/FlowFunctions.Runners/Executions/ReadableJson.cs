using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace FlowFunctions.Runners.Executions;

/// <summary>
/// JSON whose texts can be read: what is no Unicode, bytes or an escape of half a character such as <c>\ud800</c> without its other half,
/// becomes U+FFFD.
/// </summary>
internal static class ReadableJson
{
    private const int EscapeLength = 6;

    /// <summary>Mends what cannot be read; the same memory when nothing has to be.</summary>
    /// <param name="json">JSON, but for such texts.</param>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> json)
    {
        var utf8 = Utf8.IsValid(json.Span) ? json : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json.Span));
        byte[]? mended = null;
        var at = 0;
        while (utf8.Span[at..].IndexOf((byte)'\\') is >= 0 and var next)
        {
            at += next;
            var length = EscapeAt(utf8.Span[at..], out var isHalf);
            if (isHalf)
            {
                mended ??= utf8.ToArray();
                "\\ufffd"u8.CopyTo(mended.AsSpan(at));
            }

            at += length;
        }

        return mended ?? utf8;
    }

    /// <summary>The length of an escape, or of two that are one character.</summary>
    private static int EscapeAt(ReadOnlySpan<byte> json, out bool isHalf)
    {
        isHalf = false;
        if (!TryUnit(json, out var unit))
        {
            return Math.Min(2, json.Length);
        }

        var isPair =
            char.IsHighSurrogate(unit) && TryUnit(json[EscapeLength..], out var second) && char.IsLowSurrogate(second);
        isHalf = char.IsSurrogate(unit) && !isPair;
        return isPair ? 2 * EscapeLength : EscapeLength;
    }

    private static bool TryUnit(ReadOnlySpan<byte> json, out char unit)
    {
        ushort code = 0;
        var isUnit =
            json.Length >= EscapeLength
            && json.StartsWith("\\u"u8)
            && ushort.TryParse(
                json[2..EscapeLength],
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out code
            );
        unit = (char)code;
        return isUnit;
    }
}
