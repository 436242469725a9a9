using FlowFunctions.App.Hosting;
using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Storage.Audit;

namespace FlowFunctions.App.Access.Audit;

/// <summary>
/// Keeps entries for good. With a data folder that is a file there, from which they go on to the table: a change is not slower than the disk, and
/// none waits for a storage account that does not answer. Without one (under a Functions host) it is the table itself. Not thread-safe.
/// </summary>
internal sealed class AuditKeeper(AppSettings settings, AuditStore store, AuditShipping shipping, TimeProvider time)
    : IDisposable
{
    private readonly AuditChain _chain = new(time);
    private readonly AuditJournal? _journal =
        settings.DataFolder.Length > 0
            ? new(Path.Combine(settings.DataFolder, "audit"), settings.Durability == Durability.Flush, time)
            : null;

    private bool _hasLeft = true;

    /// <summary>Keeps entries; when this returns they are safe.</summary>
    public async Task KeepAsync(IEnumerable<AuditDraft> drafts)
    {
        await ShipLeftAsync();
        var rows = drafts.Select(_chain.Add).ToList();
        try
        {
            if (_journal is null)
            {
                await store.AddAsync(rows);
            }
            else
            {
                Append(_journal, rows);
            }
        }
        catch
        {
            _chain.Restart();
            _journal?.Abandon();
            throw;
        }
    }

    /// <summary>Hands on what an earlier process has kept but not stored.</summary>
    public async Task ShipLeftAsync()
    {
        if (_journal is not null && _hasLeft)
        {
            await foreach (var row in _journal.LeftAsync())
            {
                shipping.Add(row);
            }

            _hasLeft = false;
        }
    }

    /// <summary>Nothing comes any more.</summary>
    public void End() => _journal?.End(shipping.Waiting == 0);

    public void Dispose() => _journal?.Dispose();

    private void Append(AuditJournal journal, List<AuditRow> rows)
    {
        journal.Tidy(shipping.Sent, shipping.Stored);
        journal.Append(rows);
        rows.ForEach(shipping.Add);
    }
}
