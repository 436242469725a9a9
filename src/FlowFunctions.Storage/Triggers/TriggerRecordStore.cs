using Azure;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Rows;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Triggers;

/// <summary>
/// What triggers have done: a row for each in the table <c>triggers</c>, which every process adds to. Every method throws
/// <see cref="RequestFailedException"/> when the service refuses or cannot be reached.
/// </summary>
/// <param name="account">The account; its tables exist (<see cref="StorageAccount.EnsureAsync"/>).</param>
public sealed class TriggerRecordStore(StorageAccount account)
{
    private const string Kind = "record";
    private const int RowsAtOnce = 100;
    private const string ErrorCode = "ErrorCode";
    private const string ErrorMessage = "ErrorMessage";
    private const string ErrorAt = "ErrorAt";
    private readonly TableClient _table = account.Tables.GetTableClient(StorageLayout.Triggers);

    /// <summary>Reads what a trigger has done; all zero when nothing is stored.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="flowId">Its flow.</param>
    /// <param name="triggerId">Its id in the flow.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public async Task<TriggerRecord> GetAsync(
        string workspace,
        string flowId,
        string triggerId,
        CancellationToken cancellationToken = default
    )
    {
        var found = await _table.GetEntityIfExistsAsync(
            TriggerRows.Partition(workspace, Kind, flowId),
            TriggerRows.Row(flowId, triggerId),
            cancellationToken: cancellationToken
        );
        var none = new TriggerRecord(flowId, triggerId);
        return found is { HasValue: true, Value: { } row } ? Read(none, row) : none;
    }

    /// <summary>Reads what all triggers of a workspace have done that ever did something.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    public IAsyncEnumerable<TriggerRecord> ListAsync(string workspace, CancellationToken cancellationToken = default) =>
        _table
            .QueryAsync(TriggerRows.SpreadFilter(workspace, Kind), cancellationToken: cancellationToken)
            .Select(static row => Read(NoneOf(row), row));

    /// <summary>Writes what triggers have done, each only if nobody has written it since it was read.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="records">The triggers, each once.</param>
    /// <param name="cancellationToken">Stops the requests; some may be written.</param>
    /// <returns>For each in order how it is stored now; null when somebody was quicker with it, or with one that was sent together with it.</returns>
    public async Task<IReadOnlyList<TriggerRecord?>> WriteAsync(
        string workspace,
        IReadOnlyList<TriggerRecord> records,
        CancellationToken cancellationToken = default
    )
    {
        var written = new TriggerRecord?[records.Count];
        var groups = records
            .Index()
            .GroupBy(record => TriggerRows.Partition(workspace, Kind, record.Item.FlowId))
            .SelectMany(static partition => partition.Chunk(RowsAtOnce));
        foreach (var group in groups)
        {
            var sent = Array.ConvertAll(group, static record => record.Item);
            var stored = await WriteGroupAsync(workspace, sent, cancellationToken);
            foreach (var (record, now) in group.Zip(stored))
            {
                written[record.Index] = now;
            }
        }

        return written;
    }

    /// <summary>Forgets what the triggers of a flow have done.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="flowId">The flow.</param>
    /// <param name="cancellationToken">Stops the requests; can be done again.</param>
    public async Task DeleteAsync(string workspace, string flowId, CancellationToken cancellationToken = default)
    {
        var filter = TriggerRows.SpreadFilter(workspace, Kind, flowId);
        await foreach (var row in _table.QueryAsync(filter, cancellationToken: cancellationToken))
        {
            await _table.DeleteEntityAsync(row.PartitionKey!, row.RowKey!, cancellationToken: cancellationToken);
        }
    }

    private async Task<IEnumerable<TriggerRecord?>> WriteGroupAsync(
        string workspace,
        TriggerRecord[] records,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyList<Response> answers = [];
        var won = await StorageFailure.TryAsync(
            async () =>
                answers = (
                    await _table.SubmitTransactionAsync(
                        records.Select(record => ActionOf(workspace, record)),
                        cancellationToken
                    )
                ).Value,
            404,
            409,
            412
        );
        return won
            ? records.Zip(answers, static (record, answer) => record with { ETag = answer.Headers.ETag })
            : records.Select(static TriggerRecord? (_) => null);
    }

    private static TableTransactionAction ActionOf(string workspace, TriggerRecord record) =>
        record.ETag is { } known
            ? new(TableTransactionActionType.UpdateReplace, Write(workspace, record), known)
            : new(TableTransactionActionType.Add, Write(workspace, record));

    private static TableEntity Write(string workspace, TriggerRecord record) =>
        new(TriggerRows.Partition(workspace, Kind, record.FlowId), TriggerRows.Row(record.FlowId, record.TriggerId))
        {
            [nameof(TriggerRecord.Started)] = record.Started,
            [nameof(TriggerRecord.Refused)] = record.Refused,
            [nameof(TriggerRecord.LastFiredAt)] = record.LastFiredAt,
            [nameof(TriggerRecord.LastRunId)] = record.LastRunId,
            [ErrorCode] = record.LastError?.Code,
            [ErrorMessage] = ColumnText.Cut(record.LastError?.Message),
            [ErrorAt] = record.LastError?.At,
        };

    private static TriggerRecord NoneOf(TableEntity row)
    {
        var (flowId, triggerId) = TriggerRows.Parts(row);
        return new TriggerRecord(flowId, triggerId);
    }

    private static TriggerRecord Read(TriggerRecord none, TableEntity row) =>
        none with
        {
            Started = row.GetInt64(nameof(TriggerRecord.Started)) ?? 0,
            Refused = row.GetInt64(nameof(TriggerRecord.Refused)) ?? 0,
            LastFiredAt = row.GetDateTimeOffset(nameof(TriggerRecord.LastFiredAt)),
            LastRunId = row.GetString(nameof(TriggerRecord.LastRunId)),
            LastError = row.GetDateTimeOffset(ErrorAt) is { } at
                ? new TriggerError(row.GetString(ErrorCode) ?? "", row.GetString(ErrorMessage) ?? "", at)
                : null,
            ETag = row.ETag,
        };
}
