using System.Globalization;
using System.Text.Json;
using FlowFunctions.EndToEnd.Tests.Processes;

namespace FlowFunctions.EndToEnd.Tests.App;

/// <summary>Scripts in the app as a user starts it: the sample, a crash in the middle, a machine without a sandbox, many at once.</summary>
public sealed class ScriptTests
{
    // Asks a service that holds the request, and has a child that would go on for an hour.
    private const string Held = """
        {
          "id": "held",
          "steps": {
            "ask": {
              "type": "script",
              "with": {
                "runtime": "bash",
                "code": "sleep 3607 & curl -sf -H \"Idempotency-Key: $FLOW_IDEMPOTENCY_KEY\" \"$URL/echo\" > \"$FLOW_OUTPUT\"; kill %1",
                "env": { "URL": "{{ env.API }}" },
                "network": "outbound"
              }
            }
          },
          "output": "{{ steps.ask.output['idempotency-key'] }}"
        }
        """;

    private const string Counting = """
        {
          "with": { "runtime": "python", "code": "def main(input, context):\n  print('counts', len(input))\n  return len(input)", "input": "{{ [1, 2, 3] }}" },
          "timeout": "60s"
        }
        """;

    private const string Many = """
        {
          "id": "many",
          "steps": {
            "each": {
              "type": "foreach",
              "with": { "items": "{{ input.items }}", "concurrency": 200 },
              "body": {
                "steps": {
                  "call": { "type": "script", "with": { "runtime": "node", "code": "export default n => n * 2", "input": "{{ item }}" } }
                }
              }
            }
          },
          "output": "{{ steps.each.output.reduce((sum, n) => sum + n, 0) }}"
        }
        """;

    [Fact]
    public async Task CsvReport_InTheApp_RunsScriptsOfAllRuntimesWithTheirDependencies()
    {
        using var folder = new TemporaryFolder();
        using var app = await AppRun.ListenAsync(folder);

        var run = await app.PostAsync("/api/flows/csv-report/runs?wait=50s", """{"title":"Test"}""");

        Assert.Equal("Succeeded", run.Text("status"));
        var output = run.Body.GetProperty("output");
        Assert.Equal(3886.25, output.GetProperty("total").GetDouble());
        Assert.StartsWith("# Test", output.GetProperty("markdown").GetString(), StringComparison.Ordinal);
        var log = await app.TextAsync($"/api/runs/{run.Text("id")}/logs?limit=1000");
        Assert.Contains("91 lines", log, StringComparison.Ordinal);
        Assert.Contains("3 groups by region", log, StringComparison.Ordinal);
        Assert.Contains("2 tables", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Killed_WhileAScriptRuns_RunsItAgainWithTheSameKeyAndLeavesNoProcess()
    {
        using var folder = new TemporaryFolder();
        await using var services = await SampleServices.StartAsync();
        await services.HoldAsync("/echo");
        var start = new AppStart { Arguments = ["--no-samples"], Environment = { ["FLOW_ENV__API"] = services.Url } };
        string runId;
        using (var app = await AppRun.ListenAsync(folder, start))
        {
            Assert.Equal(201, (await app.PostAsync("/api/flows", Held)).Status);
            runId = (await app.PostAsync("/api/flows/held/runs", "null")).Text("id")!;
            await services.WaitUntilHeldAsync("/echo");
            Assert.NotEmpty(Sleepers());

            await app.SignalAsync("KILL");
            await app.EndAsync();
        }

        await NoSleepersAsync();
        using var again = await AppRun.ListenAsync(folder, start);
        await services.WaitUntilHeldAsync("/echo");
        await services.ReleaseAsync("/echo");
        var run = await again.EndedAsync(runId);

        Assert.Equal("Succeeded", run.GetProperty("status").GetString());
        Assert.Equal($"{runId}/ask/1", run.GetProperty("output").GetString());
        Assert.Equal(0, (await again.StopAsync()).ExitCode);
        await NoSleepersAsync();
        Assert.Equal(2, (await services.EndAsync()).Count(static request => request == "GET /echo"));
    }

    [Fact]
    public async Task NoBubblewrap_AppStarts_SaysHowToGetItAndRefusesScriptsOnly()
    {
        using var folder = new TemporaryFolder();
        var programs = Directory.CreateDirectory(Path.Combine(folder.Path, "programs")).FullName;
        foreach (var program in (string[])["node", "npm", "dotnet"])
        {
            File.CreateSymbolicLink(Path.Combine(programs, program), PathOf(program));
        }

        var start = new AppStart { Environment = { ["PATH"] = programs, ["FLOW_INSTALL_PACKAGES"] = "false" } };
        using var app = await AppRun.ListenAsync(folder, start);

        var refused = await app.PostAsync("/api/flows/csv-report/runs?wait=30s", "{}");
        var other = await app.PostAsync("/api/flows/diamond/runs?wait=30s", """{"n":2}""");

        Assert.Equal("Failed", refused.Text("status"));
        var error = refused.Body.GetProperty("error");
        Assert.Equal("Runner.NoSandbox", error.GetProperty("code").GetString());
        Assert.Contains(
            "apt-get install bubblewrap",
            error.GetProperty("message").GetString(),
            StringComparison.Ordinal
        );
        Assert.Equal("Succeeded", other.Text("status"));
        Assert.Contains("apt-get install bubblewrap", (await app.StopAsync()).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TwoHundredScripts_InParallel_FinishWithBoundedProcesses()
    {
        using var folder = new TemporaryFolder();
        var start = new AppStart { Arguments = ["--no-samples"], Environment = { ["Runners__MaxProcesses"] = "4" } };
        using var app = await AppRun.ListenAsync(folder, start);
        Assert.Equal(201, (await app.PostAsync("/api/flows", Many)).Status);

        var input = JsonSerializer.Serialize(new { items = Enumerable.Range(1, 200) });
        var running = app.PostAsync("/api/flows/many/runs?wait=50s", input);
        var most = 0;
        while (!running.IsCompleted)
        {
            most = Math.Max(most, ChildProcesses.Of(app.Id).Count);
            await Task.WhenAny(running, Task.Delay(20));
        }

        var run = await running;
        Assert.Equal("Succeeded", run.Text("status"));
        Assert.Equal(200 * 201, run.Body.GetProperty("output").GetInt32());

        // Four calls, those that wait for one, and the storage.
        Assert.InRange(most, 2, 16);
    }

    [Fact]
    public async Task SessionPool_OfThisMachine_RunsTheScriptsInPlaceOfTheApp()
    {
        using var folder = new TemporaryFolder();
        using var session = AppRun.StartProgram(folder, "Runners__SessionPort", "0");
        var port = (await session.WaitForLineAsync("Answering calls")).Split(':')[^1].TrimEnd('.', ' ');
        var start = new AppStart { Environment = { ["Runners__SessionPool"] = $"http://127.0.0.1:{port}" } };
        using var app = await AppRun.ListenAsync(folder, start);

        var run = await app.PostAsync("/api/step-types/script/test", Counting);

        Assert.Equal("Succeeded", run.Text("status"));
        Assert.Equal(3, run.Body.GetProperty("output").GetInt32());
        Assert.Equal("counts 3", run.Body.GetProperty("log")[0].GetProperty("message").GetString());
        await session.SignalAsync("TERM");
        Assert.Equal(0, (await session.EndAsync()).ExitCode);
        var lost = await app.PostAsync(
            "/api/step-types/script/test",
            Counting.Replace("\"60s\"", "\"20s\"", StringComparison.Ordinal)
        );
        Assert.NotEqual("Succeeded", lost.Text("status"));
    }

    private static string PathOf(string program) =>
        Environment
            .GetEnvironmentVariable("PATH")!
            .Split(':')
            .Select(folder => Path.Combine(folder, program))
            .First(File.Exists);

    private static List<int> Sleepers() =>
        [
            .. Directory
                .EnumerateDirectories("/proc")
                .Where(static folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out _))
                .Where(static folder => CommandOf(folder).Contains("sleep\u00003607", StringComparison.Ordinal))
                .Select(static folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture)),
        ];

    private static string CommandOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static async Task NoSleepersAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (Sleepers().Count > 0)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
