using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace FlowFunctions.Http.Bench;

/// <summary>The app as a user starts it, in a process and a folder of its own.</summary>
internal sealed partial class AppProcess : IAsyncDisposable
{
    private const string MemoryFolder = "/dev/shm";

    /// <summary>What an app and an emulator that have nothing to do use of a processor.</summary>
    private const double Idle = 0.03;

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(2);
    private readonly Process _process;
    private readonly string _folder;

    private AppProcess(Process process, string folder, Uri address) =>
        (_process, _folder, Address) = (process, folder, address);

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    public static Task<AppProcess> StartAsync(string? dll, params (string Name, string Value)[] settings) =>
        StartAsync(dll, Directory.CreateTempSubdirectory("flow-bench").FullName, settings);

    /// <summary>With its data in memory, where there is such a folder: for measurements that a slow disk would hide.</summary>
    public static Task<AppProcess> StartInMemoryAsync(string? dll, params (string Name, string Value)[] settings)
    {
        var parent = Directory.Exists(MemoryFolder) ? MemoryFolder : Path.GetTempPath();
        var folder = Directory.CreateDirectory(Path.Combine(parent, $"flow-bench-{Guid.NewGuid():N}"));
        return StartAsync(dll, folder.FullName, settings);
    }

    private static async Task<AppProcess> StartAsync(
        string? dll,
        string folder,
        params (string Name, string Value)[] settings
    )
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, WorkingDirectory = folder };
        foreach (
            var argument in (string[])
                [dll ?? ReleaseBuild(), "--urls", "http://127.0.0.1:0", "--data", folder, "--no-samples"]
        )
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(StartLimit);
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (AddressPattern().Match(line) is { Success: true } match)
            {
                _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return new AppProcess(process, folder, new Uri(match.Value));
            }
        }

        throw new InvalidOperationException("The app did not start.");
    }

    /// <summary>Memory in MB that it has in use now, and at most so far.</summary>
    public (double Now, double Peak) Memory()
    {
        var status = File.ReadAllLines($"/proc/{_process.Id}/status");
        return (Read("VmRSS:"), Read("VmHWM:"));

        double Read(string name) =>
            double.Parse(
                status.First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ')[^2],
                CultureInfo.InvariantCulture
            ) / 1024;
    }

    /// <summary>Processor time used by the app and by its children (the emulator).</summary>
    public (TimeSpan App, TimeSpan Children) ProcessorTime()
    {
        _process.Refresh();
        var children = Process
            .GetProcesses()
            .Where(other => ParentOf(other.Id) == _process.Id)
            .Select(static child => child.TotalProcessorTime)
            .Aggregate(TimeSpan.Zero, static (sum, time) => sum + time);
        return (_process.TotalProcessorTime, children);
    }

    /// <summary>Waits until neither it nor its emulator has had anything to do for a moment.</summary>
    /// <exception cref="TimeoutException">They did not come to rest.</exception>
    public async Task WaitUntilIdleAsync()
    {
        var begun = Stopwatch.GetTimestamp();
        TimeSpan used;
        do
        {
            var before = ProcessorTime();
            await Task.Delay(Moment);
            var after = ProcessorTime();
            used = after.App - before.App + after.Children - before.Children;
            if (Stopwatch.GetElapsedTime(begun) > IdleLimit)
            {
                throw new TimeoutException("The app did not come to rest.");
            }
        } while (used > Moment * Idle);
    }

    public async ValueTask DisposeAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        using var limit = new CancellationTokenSource(StopLimit);
        await _process.WaitForExitAsync(limit.Token);
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static int ParentOf(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static string ReleaseBuild([CallerFilePath] string file = "") =>
        Path.GetFullPath(
            Path.Combine(
                Path.GetDirectoryName(file)!,
                "../../src/FlowFunctions.App/bin/Release/net10.0/FlowFunctions.App.dll"
            )
        );

    [GeneratedRegex("http://127\\.0\\.0\\.1:[1-9][0-9]+")]
    private static partial Regex AddressPattern();
}
