using System.Runtime.CompilerServices;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Triggers;

/// <summary>
/// Which triggers are paused: a row for each in the table <c>triggers</c>. It outlives new versions of the flow. Every method throws
/// <see cref="Azure.RequestFailedException"/> when the service refuses or cannot be reached.
/// </summary>
/// <param name="account">The account; its tables exist (<see cref="StorageAccount.EnsureAsync"/>).</param>
public sealed class PauseStore(StorageAccount account)
{
    private const string Kind = "pause";
    private const string At = "At";
    private const string By = "By";
    private const string Reason = "Reason";
    private readonly TableClient _table = account.Tables.GetTableClient(StorageLayout.Triggers);

    /// <summary>Pauses a trigger; one that is paused stays so since when it was.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="pause">The trigger, and who pauses it and why.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>Whether it was not paused before.</returns>
    public Task<bool> PauseAsync(string workspace, TriggerPause pause, CancellationToken cancellationToken = default) =>
        StorageFailure.TryAsync(
            () =>
                _table.AddEntityAsync(
                    new TableEntity(
                        TriggerRows.Partition(workspace, Kind),
                        TriggerRows.Row(pause.FlowId, pause.TriggerId)
                    )
                    {
                        [At] = pause.At,
                        [By] = pause.By,
                        [Reason] = pause.Reason,
                    },
                    cancellationToken
                ),
            409
        );

    /// <summary>Lets a trigger go on; one that is not paused does.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="flowId">Its flow.</param>
    /// <param name="triggerId">Its id in the flow.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public Task ResumeAsync(
        string workspace,
        string flowId,
        string triggerId,
        CancellationToken cancellationToken = default
    ) =>
        _table.DeleteEntityAsync(
            TriggerRows.Partition(workspace, Kind),
            TriggerRows.Row(flowId, triggerId),
            cancellationToken: cancellationToken
        );

    /// <summary>The triggers of a workspace that are paused.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="flowId">A flow to list those of; null for all.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    public async IAsyncEnumerable<TriggerPause> ListAsync(
        string workspace,
        string? flowId = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var filter = TriggerRows.Filter(workspace, Kind, flowId);
        await foreach (var row in _table.QueryAsync(filter, cancellationToken: cancellationToken))
        {
            var trigger = TriggerRows.Parts(row);
            yield return new TriggerPause(
                trigger.FlowId,
                trigger.TriggerId,
                row.GetDateTimeOffset(At)!.Value,
                row.GetString(By),
                row.GetString(Reason)
            );
        }
    }
}
