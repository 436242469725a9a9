using System.Buffers;
using System.Text;
using FlowFunctions.App.Problems;
using Microsoft.Extensions.Primitives;

namespace FlowFunctions.App.Triggers.Webhooks.Bodies;

/// <summary>Reads <c>application/x-www-form-urlencoded</c> (WHATWG URL, 5.1).</summary>
internal static class UrlForm
{
    private const int EscapedLength = 3;

    /// <summary>Reads the fields, by name.</summary>
    /// <param name="charset">The encoding of names and values.</param>
    /// <param name="body">The body.</param>
    /// <exception cref="ProblemException">400: too many fields, or too long a name.</exception>
    /// <exception cref="DecoderFallbackException">A name or value is no text in the encoding.</exception>
    public static Dictionary<string, StringValues> Read(Encoding charset, ReadOnlySpan<byte> body)
    {
        var fields = new Dictionary<string, StringValues>(StringComparer.Ordinal);
        var count = 0;
        foreach (var range in body.Split((byte)'&'))
        {
            var field = body[range];
            if (field.IsEmpty)
            {
                continue;
            }

            var equals = field.IndexOf((byte)'=');
            var name = Decode(charset, equals < 0 ? field : field[..equals]);
            if (++count > WebhookLimits.MaxFields || name.Length > WebhookLimits.MaxNameLength)
            {
                throw TooMuch();
            }

            var value = equals < 0 ? "" : Decode(charset, field[(equals + 1)..]);
            fields[name] = StringValues.Concat(fields.GetValueOrDefault(name), value);
        }

        return fields;
    }

    private static string Decode(Encoding charset, ReadOnlySpan<byte> text)
    {
        var bytes = new byte[text.Length];
        var length = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (
                text[at] == (byte)'%'
                && text.Length - at >= EscapedLength
                && Convert.FromHexString(text.Slice(at + 1, 2), bytes.AsSpan(length), out _, out _)
                    == OperationStatus.Done
            )
            {
                at += EscapedLength - 1;
            }
            else
            {
                bytes[length] = text[at] == (byte)'+' ? (byte)' ' : text[at];
            }

            length++;
        }

        return charset.GetString(bytes, 0, length);
    }

    private static ProblemException TooMuch() =>
        BodyProblems.Malformed(
            $"The form has more than {WebhookLimits.MaxFields} fields, or a name longer than {WebhookLimits.MaxNameLength} characters."
        );
}
