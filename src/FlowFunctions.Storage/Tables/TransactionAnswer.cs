using System.Buffers.Text;
using System.Globalization;
using Azure;

namespace FlowFunctions.Storage.Tables;

/// <summary>Finds the answers in the multipart answer to a transaction.</summary>
internal static class TransactionAnswer
{
    private static ReadOnlySpan<byte> StatusLine => "HTTP/1.1 "u8;

    private static ReadOnlySpan<byte> Boundary => "\n--"u8;

    /// <exception cref="TableTransactionFailedException">One of the answers is a failure.</exception>
    public static IReadOnlyList<Response> Read(Response response)
    {
        var answers = new List<Response>();
        var rest = response.Content.ToMemory();
        while (rest.Span.IndexOf(StatusLine) is >= 0 and var at)
        {
            rest = rest[(at + StatusLine.Length)..];
            var length = rest.Span.IndexOf(Boundary);
            var part = length < 0 ? rest : rest[..length];
            rest = rest[part.Length..];
            _ = Utf8Parser.TryParse(part.Span, out int status, out _);
            var answer = new TransactionResponse(status, part);
            answers.Add(status < 400 ? answer : throw Failure(answer));
        }

        return answers;
    }

    // The service puts the place of the failed action before its message: "3:The specified entity already exists."
    private static TableTransactionFailedException Failure(TransactionResponse failed)
    {
        var error = TableErrorParser.Parse(failed.Content.ToMemory());
        var message = error?.Message ?? failed.ReasonPhrase;
        var at = message.IndexOf(':', StringComparison.Ordinal);
        return at > 0 && int.TryParse(message.AsSpan(0, at), CultureInfo.InvariantCulture, out var index)
            ? new(failed, error?.Code, index, message[(at + 1)..])
            : new(failed, error?.Code, null, message);
    }
}
