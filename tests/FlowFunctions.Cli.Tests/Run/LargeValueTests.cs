using System.Globalization;
using System.Net;
using FlowFunctions.Engine.Embedded;
using FlowFunctions.Engine.Embedded.Journal;
using FlowFunctions.Engine.Embedded.Payloads;
using FlowFunctions.Engine.Embedded.Plans;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Plans;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Execution;
using FlowFunctions.Steps.Http;
using FlowFunctions.Steps.Secrets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Cli.Tests.Run;

/// <summary>Large values with everything real: step types, engine, files and a server on loopback.</summary>
public sealed class LargeValueTests : IAsyncLifetime
{
    private const int Items = 10_000;
    private const int ItemLength = 500;
    private const int FillingLength = 15_000_000;

    private const string Flow = """
        id: big
        steps:
          fetch:
            type: http
            with: { url: "{{ input.url }}", maxResponseBytes: 50000000 }
          same:
            type: transform
            with: { value: "{{ steps.fetch.output.body }}" }
          again:
            type: transform
            with: { value: "{{ steps.same.output }}" }
          loop:
            type: foreach
            with: { items: "{{ steps.again.output.list }}", concurrency: 1000 }
            body:
              steps:
                pick:
                  type: transform
                  with: { value: "{{ item.id * 2 }}" }
              output: "{{ steps.pick.output }}"
          hold:
            type: waitForSignal
            with: { name: go }
        edges:
          - { from: fetch, to: same }
          - { from: same, to: again }
          - { from: again, to: loop }
          - { from: loop, to: hold }
        output:
          count: "{{ steps.loop.output.length }}"
          last: "{{ steps.loop.output[9999] }}"
          first: "{{ steps.fetch.output.body.list[0].id }}"
        """;

    private readonly string _directory = Directory.CreateTempSubdirectory("flow-large-").FullName;
    private WebApplication? _server;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.Run(SendAsync);
        await _server.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _server!.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Run_TwentyMegabytesThroughStepsAndALoop_KeepsJournalAndStateSmall()
    {
        var plan = Plans.Compile(Flow);
        using var types = StepTypes.BuiltIn(
            new StepOptions { Http = new HttpStepOptions { AllowPrivateNetwork = true } }
        );
        var store = new CountingPayloads(
            new PayloadDirectory(Path.Combine(_directory, "payloads"), Durability.Buffered, TimeProvider.System)
        );
        var waits = new WaitRecorder();
        var parts = new EngineParts(
            new StepExecutor(types, NoSecrets.Instance),
            new PlanDirectory(Path.Combine(_directory, "plans")),
            waits,
            store
        );
        var journal = Path.Combine(_directory, "journal");
        await using var engine = await EmbeddedEngine.OpenAsync(
            new EmbeddedEngineOptions { Directory = journal, Durability = Durability.Buffered },
            parts
        );

        await engine.StartAsync(plan, StartOf(plan));
        await waits.Waiting.WaitAsync(TimeSpan.FromSeconds(60));
        var inline = await engine.QueryAsync("run", InlineBytes);
        await engine.SignalAsync("run", "go", Payload.Null);
        var result = await engine.WaitAsync("run");

        Assert.Equal((RunStatus.Succeeded, null), (result!.Status, result.Error));
        Assert.Equal("""{"count":10000,"first":0,"last":19998}""", result.Output!.ToString());
        Assert.InRange(inline, 1, 20_000);
        Assert.InRange(JournalBytes(journal), 1, 3_000_000);

        // The array is read from its file at most once for each step and once more where the cache had to let it go, not for every item.
        Assert.InRange(store.Gets, 0, 70);
    }

    private static async Task SendAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        var filling = new string('x', ItemLength);
        await context.Response.WriteAsync("{\"list\":[");
        for (var i = 0; i < Items; i++)
        {
            var comma = i == 0 ? "" : ",";
            await context.Response.WriteAsync(
                string.Create(CultureInfo.InvariantCulture, $$"""{{comma}}{"id":{{i}},"filling":"{{filling}}"}""")
            );
        }

        await context.Response.WriteAsync($"],\"filling\":\"{new string('y', FillingLength)}\"}}");
    }

    private RunStart StartOf(Plan plan) =>
        new()
        {
            RunId = "run",
            PlanHash = plan.Hash,
            Input = Payload.Parse($$"""{"url":"{{_server!.Urls.First()}}/"}"""),
        };

    /// <summary>What the state of a run keeps in memory of its values.</summary>
    private static long InlineBytes(RunState state) =>
        state
            .Steps.Select(static step => step.Output)
            .Append(state.Start!.Input)
            .Where(static payload => payload is { Reference: null })
            .Sum(static payload => payload!.Length);

    private static long JournalBytes(string journal) =>
        Directory.EnumerateFiles(journal, "*.journal").Sum(static file => new FileInfo(file).Length);
}
