using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Rows;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Callbacks;

/// <summary>
/// Rows of callbacks. Those that wait are together in one partition, so that all of them are found without looking at the many that have
/// ended.
/// </summary>
internal static class CallbackRow
{
    public const string Waiting = "waiting";
    public const string EndedAt = nameof(RunCallback.EndedAt);
    private const string Ended = "ended";

    public static string RowOf(string workspace, string runId) => TableKey.Of(workspace, runId);

    public static string EndedOf(string workspace) => TableKey.Of(Ended, workspace);

    public static TableEntity Write(RunCallback callback)
    {
        var row = new TableEntity(
            callback.State == CallbackState.Waiting ? Waiting : EndedOf(callback.Workspace),
            RowOf(callback.Workspace, callback.RunId)
        )
        {
            { nameof(RunCallback.Workspace), callback.Workspace },
            { nameof(RunCallback.RunId), callback.RunId },
            { nameof(RunCallback.Url), callback.Url },
            { nameof(RunCallback.Secret), callback.Secret },
            { nameof(RunCallback.BaseAddress), callback.BaseAddress },
            { nameof(RunCallback.CreatedAt), callback.CreatedAt },
            { nameof(RunCallback.State), callback.State.ToString() },
            { nameof(RunCallback.Tries), callback.Tries },
        };
        Add(row, nameof(RunCallback.LastTriedAt), callback.LastTriedAt);
        Add(row, nameof(RunCallback.NextTryAt), callback.NextTryAt);
        Add(row, nameof(RunCallback.LeasedUntil), callback.LeasedUntil);
        Add(row, nameof(RunCallback.LastStatus), callback.LastStatus);
        Add(row, nameof(RunCallback.LastError), ColumnText.Cut(callback.LastError));
        Add(row, EndedAt, callback.EndedAt);
        return row;
    }

    public static RunCallback Read(TableEntity row) =>
        new()
        {
            Workspace = row.GetString(nameof(RunCallback.Workspace))!,
            RunId = row.GetString(nameof(RunCallback.RunId))!,
            Url = row.GetString(nameof(RunCallback.Url))!,
            Secret = row.GetString(nameof(RunCallback.Secret))!,
            BaseAddress = row.GetString(nameof(RunCallback.BaseAddress))!,
            CreatedAt = row.GetDateTimeOffset(nameof(RunCallback.CreatedAt))!.Value,
            State = Enum.Parse<CallbackState>(row.GetString(nameof(RunCallback.State))!),
            Tries = row.GetInt32(nameof(RunCallback.Tries)) ?? 0,
            LastTriedAt = row.GetDateTimeOffset(nameof(RunCallback.LastTriedAt)),
            NextTryAt = row.GetDateTimeOffset(nameof(RunCallback.NextTryAt)),
            LeasedUntil = row.GetDateTimeOffset(nameof(RunCallback.LeasedUntil)),
            LastStatus = row.GetInt32(nameof(RunCallback.LastStatus)),
            LastError = row.GetString(nameof(RunCallback.LastError)),
            EndedAt = row.GetDateTimeOffset(EndedAt),
            ETag = row.ETag,
        };

    private static void Add(TableEntity row, string name, object? value)
    {
        if (value is not null)
        {
            row.Add(name, value);
        }
    }
}
