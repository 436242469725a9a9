using System.Diagnostics.CodeAnalysis;

namespace FlowFunctions.App.Requests;

/// <summary>Lets requests about the same thing take turns. Few things share a place in the queue by chance; that costs time, nothing else.</summary>
[SuppressMessage(
    "Design",
    "CA1001",
    Justification = "Semaphores without a wait handle hold nothing; it lives as long as the app."
)]
internal sealed class Turns
{
    private const int Places = 256;
    private readonly SemaphoreSlim[] _places =
    [
        .. Enumerable.Range(0, Places).Select(static _ => new SemaphoreSlim(1)),
    ];

    /// <summary>Waits for the turn; disposing of the answer ends it.</summary>
    /// <param name="key">The thing.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async ValueTask<Turn> TakeAsync(string key, CancellationToken cancellationToken)
    {
        var place = _places[(uint)string.GetHashCode(key, StringComparison.Ordinal) % Places];
        await place.WaitAsync(cancellationToken);
        return new Turn(place);
    }

    /// <summary>A turn.</summary>
    internal readonly struct Turn(SemaphoreSlim place) : IDisposable
    {
        public void Dispose() => place.Release();
    }
}
