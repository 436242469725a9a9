using System.Text;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.Secrets.Vaults;

namespace FlowFunctions.App.Secrets;

/// <summary>The value that somebody sends: <c>{"value": "…"}</c>, or as text. Nothing that is wrong with it is told with a part of it.</summary>
internal static class SecretBody
{
    /// <summary>A value of the longest kind, in which each character is an escape sequence.</summary>
    private const int MaxBytes = 256 * 1024;

    private const string Text = "text/plain";

    private static readonly UTF8Encoding Strict = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    /// <summary>Reads the value.</summary>
    /// <exception cref="ProblemException">400 or 413: it is none.</exception>
    public static async ValueTask<string> ReadAsync(HttpRequest request)
    {
        var body = await RequestBody.ReadAsync(request, MaxBytes);
        var isText = request.ContentType?.StartsWith(Text, StringComparison.OrdinalIgnoreCase) == true;
        var value = isText ? OfText(body) : OfJson(body);
        if (value.Length == 0)
        {
            throw Invalid("The value is empty. Send at least one character, or DELETE the secret.");
        }

        return Encoding.UTF8.GetByteCount(value) <= SecretValue.MaxBytes
            ? value
            : throw new ProblemException(
                new Problem(
                    StatusCodes.Status413PayloadTooLarge,
                    "Secret.TooLarge",
                    $"The value has more than {SecretValue.MaxBytes} bytes of UTF-8, which is the limit of a secret."
                )
            );
    }

    private static string OfText(byte[] body)
    {
        try
        {
            return Strict.GetString(body);
        }
        catch (DecoderFallbackException)
        {
            throw Invalid("The value is not UTF-8. Send text; encode bytes in base64.");
        }
    }

    private static string OfJson(byte[] body)
    {
        try
        {
            return BodyMembers.Of(RequestBody.Parse(body), "value").Any("value")?.GetString() ?? throw Expected();
        }
        catch (Exception exception) when (exception is InvalidOperationException or ProblemException)
        {
            // What a parser says of it may hold characters of the value.
            throw Expected();
        }
    }

    private static ProblemException Expected() =>
        Invalid("""Send {"value": "…"} as application/json, or the value itself as text/plain.""");

    private static ProblemException Invalid(string detail) => new(Problem.BadRequest(detail, "Secret.ValueInvalid"));
}
