using System.Diagnostics;
using Xunit.Abstractions;

namespace FlowFunctions.Engine.Embedded.Tests.Crashes;

/// <summary>A real process, killed with SIGKILL; this process counts what its steps did.</summary>
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private const int Runs = 500;
    private const int Kills = 30;
    private static readonly string[] Steps = ["a", "b", "c", "d", "e"];

    private readonly TemporaryDirectory _directory = new();
    private readonly Random _random = new(3);
    private readonly Dictionary<string, int> _executed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _done = new(StringComparer.Ordinal);
    private readonly HashSet<string> _accepted = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ended = new(StringComparer.Ordinal);
    private readonly List<string> _repeated = [];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Kill_ThirtyTimes_LosesNoRunAndRepeatsNothingThatWasDone()
    {
        var lines = Runs * ((2 * Steps.Length) + 2);
        for (var kill = 0; kill < Kills; kill++)
        {
            // Moments are counted in lines, so that every life gets somewhere however slow the machine is.
            await LiveAsync(linesUntilKill: _random.Next(1, 2 * lines / Kills));
        }

        Assert.True(await LiveAsync(int.MaxValue));
        output.WriteLine($"{_executed.Values.Sum()} executions of {_executed.Count}");
        Assert.Equal(Runs, _ended.Count);
        Assert.Empty(_repeated);
        Assert.Equal(
            Enumerable.Range(0, Runs).SelectMany(static run => Steps.Select(step => $"run{run}/{step}/1")).Order(),
            _executed.Keys.Order()
        );
    }

    /// <returns>Whether it came to the end.</returns>
    private async Task<bool> LiveAsync(int linesUntilKill)
    {
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", [HostFile, _directory.Path, $"{Runs}", .. _accepted])
            {
                RedirectStandardOutput = true,
            }
        )!;
        var isAll = false;
        for (var left = linesUntilKill; await process.StandardOutput.ReadLineAsync() is { } line; left--)
        {
            if (left == 0)
            {
                process.Kill();
            }

            isAll |= line == "all";
            Take(line);
        }

        await process.WaitForExitAsync();
        return isAll;
    }

    private void Take(string line)
    {
        var words = line.Split(' ');
        switch (words[0])
        {
            case "executed":
                _executed[words[1]] = _executed.GetValueOrDefault(words[1]) + 1;
                if (_done.Contains(words[1]))
                {
                    _repeated.Add(words[1]);
                }

                break;
            case "done":
                _done.Add(words[1]);
                break;
            case "accepted":
                _accepted.Add(words[1]);
                break;
            case "ended" when words is [_, _, "Succeeded"]:
                _ended.Add(words[1]);
                break;
            default:
                break;
        }
    }

    private static string HostFile =>
        Path.Combine(AppContext.BaseDirectory, "FlowFunctions.Engine.Embedded.CrashHost.dll");
}
