using Azure;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Triggers;

/// <summary>How far schedules have come: a row for each, which only the process writes that has the lease of the schedules.</summary>
/// <param name="account">The account; its tables exist (<see cref="StorageAccount.EnsureAsync"/>).</param>
public sealed class ScheduleStore(StorageAccount account)
{
    private const int MaxRowsAtOnce = 100;
    private const int MaxTransactionsAtOnce = 4;
    private readonly TableClient _table = account.Tables.GetTableClient(StorageLayout.Triggers);

    /// <summary>All schedules of a workspace that have been looked at.</summary>
    /// <param name="workspace">The tenant.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <exception cref="RequestFailedException">The service refused, or cannot be reached.</exception>
    public async Task<IReadOnlyList<ScheduleState>> ListAsync(
        string workspace,
        CancellationToken cancellationToken = default
    ) =>
        await _table
            .QueryAsync(ScheduleRow.FilterOf(workspace), cancellationToken: cancellationToken)
            .Select(ScheduleRow.Read)
            .ToListAsync(cancellationToken);

    /// <summary>How far a schedule has come; null when nobody has looked at it yet.</summary>
    /// <param name="workspace">The tenant.</param>
    /// <param name="flowId">The flow.</param>
    /// <param name="triggerId">The schedule's id in the flow.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="RequestFailedException">The service refused, or cannot be reached.</exception>
    public async Task<ScheduleState?> FindAsync(
        string workspace,
        string flowId,
        string triggerId,
        CancellationToken cancellationToken = default
    )
    {
        var found = await _table.GetEntityIfExistsAsync(
            ScheduleRow.PartitionOf(workspace, flowId),
            TriggerRows.Row(flowId, triggerId),
            cancellationToken: cancellationToken
        );
        return found.HasValue ? ScheduleRow.Read(found.Value!) : null;
    }

    /// <summary>Writes how far schedules have come, up to 100 in a transaction. Done again after a failure it changes nothing more.</summary>
    /// <param name="workspace">The tenant.</param>
    /// <param name="states">A state each of different schedules.</param>
    /// <param name="cancellationToken">Stops the requests; some may be written.</param>
    /// <exception cref="RequestFailedException">The service refused, or cannot be reached.</exception>
    public Task SaveAsync(
        string workspace,
        IEnumerable<ScheduleState> states,
        CancellationToken cancellationToken = default
    ) =>
        SubmitAsync(
            states.Select(state => new TableTransactionAction(
                TableTransactionActionType.UpsertReplace,
                ScheduleRow.Write(workspace, state)
            )),
            cancellationToken
        );

    /// <summary>Forgets a schedule that is not there any more.</summary>
    /// <param name="workspace">The tenant.</param>
    /// <param name="flowId">The flow.</param>
    /// <param name="triggerId">The schedule's id in the flow.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="RequestFailedException">The service refused, or cannot be reached.</exception>
    public Task ForgetAsync(
        string workspace,
        string flowId,
        string triggerId,
        CancellationToken cancellationToken = default
    ) =>
        _table.DeleteEntityAsync(
            ScheduleRow.PartitionOf(workspace, flowId),
            TriggerRows.Row(flowId, triggerId),
            ETag.All,
            cancellationToken
        );

    private Task SubmitAsync(IEnumerable<TableTransactionAction> actions, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            actions
                .GroupBy(static action => action.Entity.PartitionKey)
                .SelectMany(static partition => partition.Chunk(MaxRowsAtOnce)),
            new ParallelOptions
            {
                MaxDegreeOfParallelism = MaxTransactionsAtOnce,
                CancellationToken = cancellationToken,
            },
            async (chunk, token) => await _table.SubmitTransactionAsync(chunk, token)
        );
}
