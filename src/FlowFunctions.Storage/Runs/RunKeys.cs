using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Accounts;

namespace FlowFunctions.Storage.Runs;

/// <summary>
/// Where a run's rows are. A partition holds the runs of 64 ms by the time in their ids: small enough for the emulator,
/// whose writes take time in proportion to the partition, and for the service's limit of 2,000 rows a second; large enough for
/// transactions. Partitions of a workspace or a flow stand newest first, as the rows in them do.
/// </summary>
internal static class RunKeys
{
    // Of the time in an id, which counts down in milliseconds.
    private const string Digits = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int MomentLength = 10;

    // The service counts two bytes a character, and takes 1 KiB.
    private const int MaxKeyLength = 512;

    /// <summary>The slice of runs whose ids have no time. It stands after all others.</summary>
    private const string NoTime = "~";

    /// <summary>Whether a row can have the key. What cannot was never stored, and must not make requests that no server takes.</summary>
    public static bool IsPossible(string key) => key.Length <= MaxKeyLength;

    /// <summary>The partition of a run in table <c>runs</c>.</summary>
    public static string Partition(RunHeader run) =>
        run.ParentRunId is null ? OfFlow(run.Workspace, run.FlowId, run.RunId) : OfCalled(run.Workspace, run.RunId);

    /// <summary>The partition of a run that no run called.</summary>
    public static string OfFlow(string workspace, string flowId, string runId) =>
        InFlow(workspace, flowId) + SliceOf(runId);

    /// <summary>The partition of a called run, which lies with all that the first of its callers called, whatever their flows.</summary>
    public static string OfCalled(string workspace, string runId) => InCalled(workspace) + SliceOf(runId);

    /// <summary>The partition of a run in table <c>runindex</c>.</summary>
    public static string OfIndex(string workspace, string runId) => InIndex(workspace) + SliceOf(runId);

    /// <summary>What the partitions of a flow begin with.</summary>
    public static string InFlow(string workspace, string flowId) => $"{TableKey.Of(workspace, flowId)}~";

    /// <summary>What the partitions of the index of a workspace begin with.</summary>
    public static string InIndex(string workspace) => $"{TableKey.Of(workspace, "")}";

    /// <summary>The row of a run, in both tables.</summary>
    public static string Row(string runId) => TableKey.Of(runId);

    /// <summary>The workspace of a partition, in both tables.</summary>
    public static string WorkspaceOf(string partition) =>
        TableKey.Text(partition[..partition.IndexOf(TableKey.Separator, StringComparison.Ordinal)]);

    /// <summary>Whether an id is by its form that of a called run.</summary>
    public static bool IsCalled(string runId) => runId.Contains(RunIds.ChildSeparator, StringComparison.Ordinal);

    /// <summary>The rows of runs that a run called, and of those that they called: from the first key, before the second.</summary>
    public static (string From, string Before) Called(string runId) =>
        ($"{Row(runId)}{RunIds.ChildSeparator}", $"{Row(runId)}{RunIds.ChildSeparator}{RunIds.ChildSeparator}");

    /// <summary>The slice of a time.</summary>
    public static string Slice(DateTimeOffset time) => TimeSlice(RunIds.New(time));

    /// <summary>What the ids of a millisecond begin with.</summary>
    public static string Moment(DateTimeOffset time) => RunIds.New(time)[..MomentLength];

    /// <summary>The last slice of all.</summary>
    public static string LastSlice => NoTime;

    /// <summary>The slice of a run.</summary>
    public static string SliceOf(string runId) => RunIds.TimeOf(runId) is null ? NoTime : TimeSlice(runId);

    /// <summary>The first eight digits and the ninth without its lowest bit: what the ids of 64 ms have in common.</summary>
    private static string TimeSlice(string runId) =>
        $"{runId.AsSpan(0, 8)}{Digits[Digits.IndexOf(runId[8], StringComparison.Ordinal) & ~1]}";

    // Two separators: no flow has an empty id.
    private static string InCalled(string workspace) => $"{TableKey.Of(workspace, "")}~";
}
