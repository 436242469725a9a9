using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using FlowFunctions.Expressions;
using FlowFunctions.Flows.Compilation;

namespace FlowFunctions.Flows.Plans;

/// <summary>
/// Plans as canonical JSON (see <see cref="CanonicalJson"/>): what is stored, and what <see cref="Plan.Hash"/> is the SHA-256 of.
/// It holds everything a run needs, so reading takes no step catalogue.
/// </summary>
public static class PlanJson
{
    /// <summary>Deeper than any document that is read, since a plan wraps each level of a flow once more.</summary>
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 512 };

    /// <summary>The canonical UTF-8 text of a plan.</summary>
    public static byte[] Write(Plan plan)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            PlanWriter.Write(plan, writer);
        }

        return CanonicalJson.Write(JsonElement.Parse(buffer.WrittenSpan, Options));
    }

    /// <summary>Reads a plan.</summary>
    /// <param name="utf8">UTF-8 JSON as <see cref="Write"/> gives it; white space and order of members do not matter.</param>
    /// <param name="expectedHash">The hash that the plan must have, or null to take any.</param>
    /// <exception cref="PlanException">It is no plan, not the one expected, or of a language version that this code does not know.</exception>
    public static Plan Read(ReadOnlyMemory<byte> utf8, string? expectedHash = null)
    {
        try
        {
            var plan = ReadCanonical(CanonicalJson.Write(JsonElement.Parse(utf8.Span, Options)));
            return expectedHash is null || plan.Hash == expectedHash ? plan : throw Mismatch(plan.Hash, expectedHash);
        }
        catch (Exception exception)
            when (exception
                    is JsonException
                        or InvalidOperationException
                        or KeyNotFoundException
                        or FormatException
                        or ArgumentException
                        or ExpressionSyntaxException
            )
        {
            throw new PlanException("The text is not a plan: " + exception.Message, exception);
        }
    }

    internal static Plan ReadCanonical(byte[] canonical)
    {
        var element = JsonElement.Parse(canonical, Options);
        CheckLanguage(element.GetProperty("language").GetInt32());
        return PlanReader.Read(element, Convert.ToHexStringLower(SHA256.HashData(canonical)));
    }

    private static PlanException Mismatch(string hash, string expected) =>
        new(
            PlanException.HashMismatch,
            $"The plan has the hash {hash}, not {expected}. The stored text was changed or mixed up; restore it from a backup."
        );

    private static void CheckLanguage(int language)
    {
        if (language != Plan.CurrentLanguage)
        {
            throw new PlanException(
                ProblemCodes.LanguageUnknown,
                $"The plan is written in language version {language}; this program knows version {Plan.CurrentLanguage}. Use a newer program."
            );
        }
    }
}
