using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FlowFunctions.Expressions.Dates;
using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Library;

/// <summary>The functions that JavaScript lacks and flows need.</summary>
internal static class FlowNames
{
    /// <summary>The time of the event that made the step ready, in the form of toISOString.</summary>
    public static Value Now(EvaluationRun run, ReadOnlySpan<Value> arguments) => DateFunctions.Format(run.Scope.Now);

    /// <summary>A version 8 UUID (RFC 9562 §5.8) from the scope's seed and how many were asked for before.</summary>
    public static Value Uuid(EvaluationRun run, ReadOnlySpan<Value> arguments)
    {
        run.Step(16);
        var seed = string.Create(CultureInfo.InvariantCulture, $"{run.Scope.Seed}\n{run.Scope.NextUuid()}");
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(seed), bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes[..16], bigEndian: true).ToString();
    }

    /// <summary>SHA-256 in lower-case hexadecimal, of the UTF-8 text, or of the JSON of what is no text.</summary>
    public static Value Hash(EvaluationRun run, ReadOnlySpan<Value> arguments)
    {
        var value = arguments.At(0);
        var text = value.IsString
            ? value.Text
            : JsonFunctions.ToJson(run, value) ?? throw run.Fail("hash needs a value.");
        return Convert.ToHexStringLower(SHA256.HashData(Bytes(run, text)));
    }

    /// <summary>Standard base64 (RFC 4648 §4) of the UTF-8 text.</summary>
    public static Value Base64(EvaluationRun run, ReadOnlySpan<Value> arguments) =>
        Convert.ToBase64String(Bytes(run, arguments.Text(run, 0)));

    /// <summary>The UTF-8 text that base64, standard or URL-safe (RFC 4648 §5), stands for.</summary>
    public static Value Base64Decode(EvaluationRun run, ReadOnlySpan<Value> arguments)
    {
        var text = arguments.Text(run, 0).Replace('-', '+').Replace('_', '/').TrimEnd('=');
        run.ChargeText(text.Length * 2L);
        run.Step(text.Length / 16);
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw run.Fail("base64Decode: the text is not base64.");
    }

    private static byte[] Bytes(EvaluationRun run, string text)
    {
        run.Charge(text.Length * 6L);
        run.Step(text.Length / 16);
        return Encoding.UTF8.GetBytes(text);
    }
}
