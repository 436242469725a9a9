using System.Globalization;
using System.Text;
using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Library;

/// <summary>encodeURI, encodeURIComponent and their inverses (ECMA-262 §19.2.6).</summary>
internal static class UriFunctions
{
    private const string Marks = "-_.!~*'()";
    private const string Reserved = ";/?:@&=+$,#";

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public static Value EncodeUri(EvaluationRun run, ReadOnlySpan<Value> arguments) =>
        Encode(run, arguments, Marks + Reserved);

    public static Value EncodeUriComponent(EvaluationRun run, ReadOnlySpan<Value> arguments) =>
        Encode(run, arguments, Marks);

    public static Value DecodeUri(EvaluationRun run, ReadOnlySpan<Value> arguments) => Decode(run, arguments, Reserved);

    public static Value DecodeUriComponent(EvaluationRun run, ReadOnlySpan<Value> arguments) =>
        Decode(run, arguments, "");

    private static Value Encode(EvaluationRun run, ReadOnlySpan<Value> arguments, string kept)
    {
        var text = Charged(run, arguments.Text(run, 0), 3);
        if (!TextCase.IsWellFormed(text))
            throw run.Fail("The text has half of a surrogate pair and cannot be encoded.");
        var output = new StringBuilder(text.Length);
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || (b < 128 && kept.Contains((char)b, StringComparison.Ordinal)))
                output.Append((char)b);
            else
                output.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        }
        run.ChargeText(output.Length);
        return output.ToString();
    }

    private static Value Decode(EvaluationRun run, ReadOnlySpan<Value> arguments, string kept)
    {
        var text = Charged(run, arguments.Text(run, 0), 2);
        var output = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                output.Append(text[i]);
                continue;
            }
            var start = i;
            var decoded = DecodeSequence(run, text, ref i);
            output.Append(
                decoded.Length == 1 && kept.Contains(decoded[0], StringComparison.Ordinal)
                    ? text[start..(i + 1)]
                    : decoded
            );
        }
        return output.ToString();
    }

    private static string DecodeSequence(EvaluationRun run, string text, ref int i)
    {
        Span<byte> bytes = stackalloc byte[4];
        bytes[0] = ReadByte(run, text, i);
        var length = bytes[0] switch
        {
            < 0x80 => 1,
            >= 0xC0 and < 0xE0 => 2,
            >= 0xE0 and < 0xF0 => 3,
            >= 0xF0 and < 0xF8 => 4,
            _ => throw Malformed(run),
        };
        for (var n = 1; n < length; n++)
            bytes[n] = ReadByte(run, text, i + (3 * n));
        i += (3 * length) - 1;
        try
        {
            return StrictUtf8.GetString(bytes[..length]);
        }
        catch (DecoderFallbackException)
        {
            throw Malformed(run);
        }
    }

    private static byte ReadByte(EvaluationRun run, string text, int i) =>
        i + 2 < text.Length
        && text[i] == '%'
        && byte.TryParse(
            text.AsSpan(i + 1, 2),
            NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture,
            out var value
        )
            ? value
            : throw Malformed(run);

    private static ExpressionException Malformed(EvaluationRun run) =>
        run.Fail("The text is not a well-formed URI part: '%' needs two hexadecimal digits of UTF-8.");

    private static string Charged(EvaluationRun run, string text, int factor)
    {
        run.ChargeText((long)text.Length * factor);
        run.Step(text.Length / 16);
        return text;
    }
}
