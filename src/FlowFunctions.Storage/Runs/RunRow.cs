using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Runs;

/// <summary>The columns of a run that lists need, alike in both tables.</summary>
internal static class RunRow
{
    public const string Status = "Status";
    public const string Parent = "Parent";
    private const string Flow = "Flow";
    private const string Version = "Version";
    private const string Plan = "Plan";
    private const string QueuedAt = "QueuedAt";
    private const string StartedAt = "StartedAt";
    private const string EndedAt = "EndedAt";
    private const string Trigger = "Trigger";
    private const string TriggerId = "TriggerId";
    private const string ErrorCode = "ErrorCode";
    private const string ErrorMessage = "ErrorMessage";
    private const string ErrorStep = "ErrorStep";
    private const string RerunOf = "RerunOf";
    private const string Blob = "HistoryBlob";
    private const int MaxText = 2_000;

    /// <summary>What a list reads.</summary>
    public static string[] Columns { get; } =
    [
        nameof(TableEntity.RowKey),
        nameof(TableEntity.PartitionKey),
        Flow,
        Version,
        Plan,
        Status,
        QueuedAt,
        StartedAt,
        EndedAt,
        Trigger,
        TriggerId,
        ErrorCode,
        ErrorMessage,
        ErrorStep,
        Parent,
        RerunOf,
        Blob,
    ];

    /// <summary>What tells whether a run has ended.</summary>
    public static string[] EndColumns { get; } = [nameof(TableEntity.RowKey), Status, ErrorCode];

    /// <summary>A row of a run.</summary>
    public static TableEntity Write(RunHeader run, string partition, bool hasBlob)
    {
        var row = new TableEntity(partition, RunKeys.Row(run.RunId), Columns.Length + 4)
        {
            { Flow, run.FlowId },
            { Plan, run.PlanHash },
            { Status, run.Status.ToString() },
        };
        Add(row, Version, run.FlowVersion);
        Add(row, QueuedAt, run.QueuedAt);
        Add(row, StartedAt, run.StartedAt);
        Add(row, EndedAt, run.EndedAt);
        Add(row, Trigger, Cut(run.TriggerKind));
        Add(row, TriggerId, Cut(run.TriggerId));
        Add(row, Parent, run.ParentRunId);
        Add(row, RerunOf, run.RerunOf);
        Add(row, Blob, hasBlob ? true : null);
        AddError(row, run.Error);
        return row;
    }

    /// <summary>What the end of a run changes in its row.</summary>
    public static TableEntity WriteEnd(RunHeader run, string partition)
    {
        var row = new TableEntity(partition, RunKeys.Row(run.RunId)) { { Status, run.Status.ToString() } };
        Add(row, EndedAt, run.EndedAt);
        AddError(row, run.Error);
        return row;
    }

    /// <summary>Whether a row tells of the end of its run; it needs the <see cref="EndColumns"/>.</summary>
    /// <param name="row">The row.</param>
    /// <param name="mistake">The code of an error with which an end is none, or null.</param>
    public static bool HasEnded(TableEntity row, string? mistake) =>
        StatusOf(row).IsTerminal() && (mistake is null || row.GetString(ErrorCode) != mistake);

    /// <summary>The run of a row.</summary>
    /// <exception cref="FormatException">The row was not written here.</exception>
    public static RunHeader Read(TableEntity row) =>
        new()
        {
            RunId = TableKey.Text(Text(row, nameof(TableEntity.RowKey))),
            Workspace = RunKeys.WorkspaceOf(row.PartitionKey!),
            FlowId = Text(row, Flow),
            PlanHash = Text(row, Plan),
            Status = StatusOf(row),
            FlowVersion = row.GetInt32(Version),
            QueuedAt = row.GetDateTimeOffset(QueuedAt),
            StartedAt = row.GetDateTimeOffset(StartedAt),
            EndedAt = row.GetDateTimeOffset(EndedAt),
            TriggerKind = row.GetString(Trigger),
            TriggerId = row.GetString(TriggerId),
            Error = row.GetString(ErrorCode) is { } code
                ? new RunError(code, row.GetString(ErrorMessage) ?? "", row.GetString(ErrorStep))
                : null,
            ParentRunId = row.GetString(Parent),
            RerunOf = row.GetString(RerunOf),
            HasHistoryBlob = HasBlob(row),
        };

    /// <summary>Whether the history is in a blob.</summary>
    public static bool HasBlob(TableEntity row) => row.GetBoolean(Blob) ?? false;

    private static RunStatus StatusOf(TableEntity row) =>
        Enum.TryParse<RunStatus>(Text(row, Status), out var status)
            ? status
            : throw new FormatException($"The run '{row.RowKey}' has the unknown state '{row.GetString(Status)}'.");

    private static string Text(TableEntity row, string name) =>
        row.GetString(name) ?? throw new FormatException($"The run '{row.RowKey}' has no {name}.");

    private static void AddError(TableEntity row, RunError? error)
    {
        if (error is not null)
        {
            row.Add(ErrorCode, Cut(error.Code));
            row.Add(ErrorMessage, Cut(error.Message));
            Add(row, ErrorStep, Cut(error.Step));
        }
    }

    private static void Add(TableEntity row, string name, object? value)
    {
        if (value is not null)
        {
            row.Add(name, value);
        }
    }

    private static string? Cut(string? text) =>
        text is { Length: > MaxText } ? $"{text.AsSpan(0, MaxText - 1)}…" : text;
}
