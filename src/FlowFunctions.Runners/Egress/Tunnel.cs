using System.Buffers;

namespace FlowFunctions.Runners.Egress;

/// <summary>Carries bytes between two peers, both ways, until both are done or nothing comes for too long.</summary>
internal sealed class Tunnel(Peer left, Peer right, TimeSpan idleTimeout) : IDisposable
{
    private const int BufferBytes = 32 * 1024;
    private readonly CancellationTokenSource _end = new();

    /// <param name="answer">What comes first from right to left.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Func<CancellationToken, Task> answer, CancellationToken cancellationToken)
    {
        await using var ended = cancellationToken.UnsafeRegister(
            static end => ((CancellationTokenSource)end!).Cancel(),
            _end
        );
        _end.CancelAfter(idleTimeout);
        await Task.WhenAll(CarryAsync(left, right, static _ => Task.CompletedTask), CarryAsync(right, left, answer));
    }

    public void Dispose() => _end.Dispose();

    private async Task CarryAsync(Peer from, Peer to, Func<CancellationToken, Task> first)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            await first(_end.Token);
            await CopyAsync(from.Stream, to.Stream, buffer);
            await to.FinishAsync();
        }
        catch
        {
            // What one side cannot get rid of, the other need not say.
            await _end.CancelAsync();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task CopyAsync(Stream from, Stream to, byte[] buffer)
    {
        while (true)
        {
            _end.CancelAfter(idleTimeout);
            var count = await from.ReadAsync(buffer, _end.Token);
            if (count == 0)
            {
                return;
            }

            await to.WriteAsync(buffer.AsMemory(0, count), _end.Token);
        }
    }
}
