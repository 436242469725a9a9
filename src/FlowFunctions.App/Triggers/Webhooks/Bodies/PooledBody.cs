using System.Buffers;
using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Triggers.Webhooks.Bodies;

/// <summary>The body of a request as it came, in a buffer that goes back when the request is answered.</summary>
internal sealed class PooledBody : IDisposable
{
    private const int UsualBytes = 4 * 1024;

    // Who announces much and sends nothing shall not make the app set memory aside.
    private const int MostAtFirst = 64 * 1024;
    private byte[] _buffer;
    private int _length;

    private readonly BodyBudget _budget;

    private PooledBody(int capacity, BodyBudget budget) =>
        (_buffer, _budget) = (ArrayPool<byte>.Shared.Rent(capacity), budget);

    /// <summary>What came; good until this is disposed of.</summary>
    public ReadOnlyMemory<byte> Content => _buffer.AsMemory(0, _length);

    /// <summary>Reads a body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="limit">The most bytes.</param>
    /// <param name="budget">What all bodies together may take.</param>
    /// <exception cref="ProblemException">413: it is larger; 503: too many bytes are in work.</exception>
    public static async ValueTask<PooledBody> ReadAsync(HttpRequest request, int limit, BodyBudget budget)
    {
        if (request.ContentLength > limit)
        {
            throw TooLarge(limit);
        }

        var body = new PooledBody((int)Math.Min(request.ContentLength ?? UsualBytes, MostAtFirst), budget);
        try
        {
            await body.FillAsync(request, limit);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _budget.GiveBack(_length);
            (_buffer, _length) = ([], 0);
        }
    }

    private async ValueTask FillAsync(HttpRequest request, int limit)
    {
        var (reader, cancellation) = (request.BodyReader, request.HttpContext.RequestAborted);
        while (true)
        {
            var read = await reader.ReadAsync(cancellation);
            foreach (var segment in read.Buffer)
            {
                var isTooLarge = _length + segment.Length > limit;
                if (isTooLarge || !_budget.TryTake(segment.Length))
                {
                    // Taken, so that the server can read on to the body's end and the caller gets the answer.
                    reader.AdvanceTo(read.Buffer.End);
                    throw isTooLarge ? TooLarge(limit) : BodyBudget.Exceeded();
                }

                Append(segment.Span);
            }

            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_length + bytes.Length > _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + bytes.Length, 2 * _buffer.Length));
            Content.Span.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    private static ProblemException TooLarge(int limit) =>
        new(
            new Problem(
                StatusCodes.Status413PayloadTooLarge,
                "Request.TooLarge",
                $"The body is larger than {limit} bytes, which is the limit here."
            )
        );
}
