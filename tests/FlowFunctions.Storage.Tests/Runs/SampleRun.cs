using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.Storage.Tests.Runs;

/// <summary>Runs to store.</summary>
internal static class SampleRun
{
    public static DateTimeOffset Noon { get; } = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public static RunHeader Header(string workspace, string? id = null, string flow = "orders") =>
        new()
        {
            RunId = id ?? RunIds.New(Noon),
            Workspace = workspace,
            FlowId = flow,
            PlanHash = "9f86d081",
            Status = RunStatus.Succeeded,
        };

    /// <summary>A header with every field set.</summary>
    public static RunHeader Full(string workspace) =>
        Header(workspace) with
        {
            FlowVersion = 7,
            Status = RunStatus.Failed,
            QueuedAt = Noon,
            StartedAt = Noon.AddTicks(1),
            EndedAt = Noon.AddHours(1),
            TriggerKind = "http",
            Error = new RunError("Http.500", "The server said \"no\".\u2028Twice.", "loop[3]/call"),
            RerunOf = RunIds.New(Noon.AddDays(-1)),
        };

    public static RunRecord Record(RunHeader header, int length = 10) => new(header, Bytes(length));

    /// <summary>Bytes that no compression makes fewer.</summary>
    public static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    public static async Task StoreAsync(this RunStore store, params IEnumerable<RunHeader> headers) =>
        Assert.Empty(await store.WriteAsync([.. headers.Select(static header => Record(header))]));

    /// <summary>The ids of all pages, and how many pages there were.</summary>
    public static async Task<(List<string> Ids, int Pages)> AllAsync(this RunStore store, RunQuery query)
    {
        var ids = new List<string>();
        for (var pages = 1; ; pages++)
        {
            var page = await store.ListAsync(query);
            Assert.True(page.Items.Count <= query.Limit);
            ids.AddRange(page.Items.Select(static run => run.RunId));
            if (page.Continuation is null)
            {
                return (ids, pages);
            }

            query = query with { Continuation = page.Continuation };
        }
    }
}
