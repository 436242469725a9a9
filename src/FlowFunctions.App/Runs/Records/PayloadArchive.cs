using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.Payloads;

namespace FlowFunctions.App.Runs.Records;

/// <summary>
/// Large values of runs. While a run is open they are the engine's, on the disk of its journal: an acknowledged value must not depend
/// on another process. When the run's record is stored they go to the storage account, where records find them for ever.
/// </summary>
/// <param name="own">The engine's.</param>
/// <param name="stored">The storage account's.</param>
internal sealed class PayloadArchive(IPayloadStore own, IPayloadStore stored)
{
    /// <summary>Finds a value.</summary>
    /// <exception cref="PayloadMissingException">It is in neither place.</exception>
    public async ValueTask<byte[]> GetAsync(PayloadReference reference, CancellationToken cancellationToken)
    {
        try
        {
            return await own.GetAsync(reference, cancellationToken);
        }
        catch (PayloadMissingException)
        {
            return await stored.GetAsync(reference, cancellationToken);
        }
    }

    /// <summary>Gives values to the engine (again), so that a run that starts from them finds them however old they are.</summary>
    /// <exception cref="PayloadMissingException">One is in neither place.</exception>
    public async ValueTask BringBackAsync(IEnumerable<PayloadReference> references, CancellationToken cancellationToken)
    {
        foreach (var reference in references)
        {
            await own.PutAsync(await GetAsync(reference, cancellationToken), cancellationToken);
        }
    }

    /// <summary>Stores values for ever. One that is lost already is left out: a record without it is better than none.</summary>
    public async ValueTask KeepAsync(IEnumerable<PayloadReference> references, CancellationToken cancellationToken)
    {
        foreach (var reference in references)
        {
            try
            {
                await stored.PutAsync(await own.GetAsync(reference, cancellationToken), cancellationToken);
            }
            catch (PayloadMissingException)
            {
                // Stored by an earlier start, which had let the engine's own copy go.
            }
        }
    }
}
