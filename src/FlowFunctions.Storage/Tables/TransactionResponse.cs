using System.Diagnostics.CodeAnalysis;
using System.Text;
using Azure;
using Azure.Core;

namespace FlowFunctions.Storage.Tables;

/// <summary>The answer to one action of a transaction. All but its status is read when somebody asks: few do, and there are many.</summary>
internal sealed class TransactionResponse : Response
{
    private readonly Lazy<Parts> _parts;
    private Stream? _content;

    /// <param name="status">The status.</param>
    /// <param name="text">From the status on: the rest of the status line, headers, an empty line, the body.</param>
    public TransactionResponse(int status, ReadOnlyMemory<byte> text)
    {
        Status = status;
        _parts = new Lazy<Parts>(() => Parts.Read(text));
    }

    public override int Status { get; }

    public override string ReasonPhrase => _parts.Value.Reason;

    public override Stream? ContentStream
    {
        get => _content ??= new MemoryStream(_parts.Value.Body, 0, _parts.Value.Body.Length, false, true);
        set => _content = value;
    }

    public override string ClientRequestId { get; set; } = "";

    public override void Dispose() => _content?.Dispose();

    protected override bool ContainsHeader(string name) => _parts.Value.Headers.ContainsKey(name);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() =>
        _parts.Value.Headers.Select(static header => new HttpHeader(header.Key, header.Value));

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value) =>
        _parts.Value.Headers.TryGetValue(name, out value);

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = TryGetHeader(name, out var value) ? [value] : null;
        return values is not null;
    }

    private sealed record Parts(string Reason, Dictionary<string, string> Headers, byte[] Body)
    {
        public static Parts Read(ReadOnlyMemory<byte> text)
        {
            using var lines = new StringReader(Encoding.UTF8.GetString(text.Span));
            var status = lines.ReadLine()!.Split(' ', 2);
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            while (lines.ReadLine() is { Length: > 0 } header)
            {
                var at = header.IndexOf(':', StringComparison.Ordinal);
                headers[header[..at]] = header[(at + 1)..].Trim();
            }

            return new(status.ElementAtOrDefault(1) ?? "", headers, Encoding.UTF8.GetBytes(lines.ReadToEnd()));
        }
    }
}
