using System.Globalization;
using System.Text;
using Azure;

namespace FlowFunctions.Storage.Tables;

/// <summary>Reads the answers out of the multipart answer to a transaction.</summary>
internal static class TransactionAnswer
{
    private const string StatusLine = "HTTP/1.1 ";

    /// <exception cref="TableTransactionFailedException">One of the answers is a failure.</exception>
    public static IReadOnlyList<Response> Read(Response response)
    {
        var answers = new List<Response>();
        using var lines = new StringReader(response.Content.ToString());
        while (lines.ReadLine() is { } line)
        {
            if (line.StartsWith(StatusLine, StringComparison.Ordinal))
            {
                answers.Add(ReadAnswer(lines, line));
            }
        }

        return answers.Find(static answer => answer.Status >= 400) is { } failed ? throw Failure(failed) : answers;
    }

    private static TransactionResponse ReadAnswer(StringReader lines, string statusLine)
    {
        var status = statusLine[StatusLine.Length..].Split(' ', 2);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (lines.ReadLine() is { Length: > 0 } header)
        {
            var at = header.IndexOf(':', StringComparison.Ordinal);
            headers[header[..at]] = header[(at + 1)..].Trim();
        }

        var body = new StringBuilder();
        while (lines.Peek() is >= 0 and not '-' && lines.ReadLine() is { } line)
        {
            body.AppendLine(line);
        }

        return new TransactionResponse(
            int.Parse(status[0], CultureInfo.InvariantCulture),
            status.ElementAtOrDefault(1) ?? "",
            headers,
            Encoding.UTF8.GetBytes(body.ToString())
        );
    }

    // The service puts the place of the failed action before its message: "3:The specified entity already exists."
    private static TableTransactionFailedException Failure(Response failed)
    {
        var error = TableErrorParser.Parse(failed.Content.ToMemory());
        var message = error?.Message ?? failed.ReasonPhrase;
        var at = message.IndexOf(':', StringComparison.Ordinal);
        return at > 0 && int.TryParse(message.AsSpan(0, at), CultureInfo.InvariantCulture, out var index)
            ? new(failed, error?.Code, index, message[(at + 1)..])
            : new(failed, error?.Code, null, message);
    }
}
