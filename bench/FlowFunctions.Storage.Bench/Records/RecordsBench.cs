using System.Diagnostics;
using System.Runtime.CompilerServices;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Local;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.Storage.Bench.Records;

/// <summary>What writing records costs, and how long lists of them take.</summary>
internal sealed class RecordsBench(int runs, int batch, int rate, int flows)
{
    private const int Queries = 20;
    private readonly SampleRuns _samples = new(rate, flows);

    public async Task RunAsync(string? folder, string? storage)
    {
        await using var azurite = storage is null
            ? await Azurite.StartAsync(new AzuriteOptions(LocalFolder()) { DataFolder = folder })
            : null;
        var account = StorageAccount.Connect(storage ?? azurite!.ConnectionString);
        await account.EnsureAsync();
        var store = new RunStore(account);
        var records = Enumerable.Range(0, runs).Select(_samples.Run).ToArray();
        Print($"history {records[0].History.Length} bytes");
        using var emulator = azurite is null ? null : Process.GetProcessById(azurite.ProcessId);
        await WriteAsync(store, records, emulator);
        await ListAsync(store, records, emulator);
    }

    private async Task WriteAsync(RunStore store, RunRecord[] records, Process? emulator)
    {
        await store.WriteAsync(records[..Math.Min(10, records.Length)]);
        using var process = Process.GetCurrentProcess();
        for (var part = 0; part < 10; part++)
        {
            var cpu = process.TotalProcessorTime;
            var theirs = CpuOf(emulator);
            var allocated = GC.GetTotalAllocatedBytes();
            var watch = Stopwatch.StartNew();
            var some = records[(runs * part / 10)..(runs * (part + 1) / 10)];
            foreach (var chunk in some.Chunk(batch))
            {
                var failures = await store.WriteAsync(chunk);
                if (failures.Count > 0)
                {
                    throw new InvalidOperationException(failures[0].Reason);
                }
            }

            var seconds = watch.Elapsed.TotalSeconds;
            process.Refresh();
            var rows = 2 * some.Length;
            Print(
                $"{runs * (part + 1) / 10, 8} runs: {some.Length / seconds, 7:F0} runs/s {rows / seconds, 7:F0} rows/s "
                    + $"{(process.TotalProcessorTime - cpu).TotalMicroseconds / rows, 6:F1} us CPU/row "
                    + $"{(GC.GetTotalAllocatedBytes() - allocated) / rows, 6} bytes/row "
                    + $"{(CpuOf(emulator) - theirs).TotalMicroseconds / rows, 6:F1} us CPU/row of Azurite"
            );
        }
    }

    private static TimeSpan CpuOf(Process? emulator)
    {
        emulator?.Refresh();
        return emulator?.TotalProcessorTime ?? default;
    }

    private async Task ListAsync(RunStore store, RunRecord[] records, Process? emulator)
    {
        var all = new RunQuery(SampleRuns.Workspace);
        var middle = _samples.TimeOf(runs / 2);
        await TimeAsync(emulator, "newest", () => store.ListAsync(all));
        await TimeAsync(emulator, "by flow", () => store.ListAsync(all with { FlowId = "order-intake-0" }));
        await TimeAsync(emulator, "by status", () => store.ListAsync(all with { Status = RunStatus.Failed }));
        await TimeAsync(
            emulator,
            "by flow, status",
            () => store.ListAsync(all with { FlowId = "order-intake-0", Status = RunStatus.Failed })
        );
        await TimeAsync(emulator, "none found", () => store.ListAsync(all with { Status = RunStatus.TimedOut }));
        await TimeAsync(
            emulator,
            "an hour's",
            () => store.ListAsync(all with { From = middle - TimeSpan.FromHours(1), To = middle })
        );
        await TimeAsync(
            emulator,
            "a second's",
            () => store.ListAsync(all with { From = middle, To = middle.AddSeconds(1) })
        );
        var second = (await store.ListAsync(all)).Continuation;
        await TimeAsync(emulator, "next page", () => store.ListAsync(all with { Continuation = second }));
        await TimeAsync(emulator, "called", () => store.ListAsync(all with { ParentRunId = records[0].Header.RunId }));
        await TimeAsync(emulator, "get", () => store.GetAsync(SampleRuns.Workspace, records[runs / 2].Header.RunId));
    }

    private static async Task TimeAsync<T>(Process? emulator, string name, Func<Task<T>> query)
    {
        await query();
        var times = new List<double>();
        var cpu = CpuOf(emulator);
        for (var i = 0; i < Queries; i++)
        {
            var watch = Stopwatch.GetTimestamp();
            await query();
            times.Add(Stopwatch.GetElapsedTime(watch).TotalMilliseconds);
        }

        times.Sort();
        Print(
            $"{name, -16} p50 {times[Queries / 2], 6:F1} ms   max {times[^1], 6:F1} ms   "
                + $"{(CpuOf(emulator) - cpu).TotalMilliseconds / Queries, 6:F1} ms CPU of Azurite"
        );
    }

    private static void Print(string line) => Console.WriteLine(line);

    private static string LocalFolder([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", "infra", "local"));
}
