using System.Text.Json;
using System.Text.Json.Nodes;
using FlowFunctions.App.Events.Streams;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.Limits.Steps;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Flows.Catalog;
using FlowFunctions.Flows.Documents;
using FlowFunctions.Steps.Catalog;

namespace FlowFunctions.App.Steps;

/// <summary><c>POST /api/step-types/{id}/test</c>: carries one step out, for real, without a run.</summary>
internal sealed class TestStep(
    StepTypes types,
    StepTestPlan plan,
    ExecutorFactory executors,
    AppSettings settings,
    EventServices events
)
{
    private const int MaxLines = 1_000;
    private static readonly TimeSpan StandardTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Longer than that no one answer may take.</summary>
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(60);

    /// <summary>A stream tells that it lives.</summary>
    private static readonly TimeSpan StreamTimeout = TimeSpan.FromMinutes(5);

    private readonly Payload _env = EnvOf(settings.Env);

    public async Task<IResult> HandleAsync(string type, HttpContext context)
    {
        if (!types.TryFind(type, out var descriptor))
        {
            return new ProblemResult(
                Problem.NotFound(
                    "StepType.NotFound",
                    $"There is no step type '{type}'. GET /api/step-types lists those there are."
                )
            );
        }

        var isStream = settings.HasStreams && EventRequest.IsNamed(context.Request);
        var body = StepTestFile.Fill(await ReadAsync(context.Request), descriptor);
        var timeout = TimeoutOf(body.Timeout, isStream);
        if (descriptor.HasBody)
        {
            return new ProblemResult(NeedsRun(StepTrial.NeedsRunMessage(type)));
        }

        var trial = await PrepareAsync(descriptor, body, timeout, context);
        return isStream ? new StepTestStream(trial, events) : await RunAsync(trial, context.RequestAborted);
    }

    private async Task<StepTrial> PrepareAsync(
        StepTypeDescriptor type,
        StepTestBody body,
        TimeSpan timeout,
        HttpContext context
    )
    {
        var now = settings.TimeProvider.GetUtcNow();
        var workspace = Workspace.Of(context);
        var tested = await plan.CompileAsync(workspace, type.Id, body, context.RequestAborted);
        var request = StepTestRequest.Create(workspace, tested, body, RunIds.New(now), _env, now);
        return new(request, timeout, executors.ForTrials, settings.TimeProvider);
    }

    private static async Task<IResult> RunAsync(StepTrial trial, CancellationToken cancellationToken)
    {
        var lines = new List<StepTestLine>();
        var resource = await trial.RunAsync(MaxLines, lines.Add, cancellationToken);
        return resource.Error is { Code: StepTrial.NeedsRun, Message: var message }
            ? new ProblemResult(NeedsRun(message))
            : TypedResults.Json(resource with { Log = lines }, StepTypeJson.Wire.StepTestResource);
    }

    private static Payload EnvOf(IEnumerable<KeyValuePair<string, string>> values) =>
        Payload.Parse(
            new JsonObject(
                values.Select(static value => KeyValuePair.Create(value.Key, (JsonNode?)value.Value))
            ).ToJsonString()
        );

    private static Problem NeedsRun(string message) => Problem.BadRequest(message, StepTrial.NeedsRun);

    private static async Task<StepTestBody> ReadAsync(HttpRequest request)
    {
        var json = await RequestBody.ReadJsonAsync(request, RequestLimits.MaxDocumentBytes);
        if (json.ValueKind == JsonValueKind.Undefined)
        {
            return new StepTestBody();
        }

        try
        {
            return json.Deserialize(StepTypeJson.Default.StepTestBody) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new ProblemException(
                Problem.BadRequest(
                    """Send {"with": {…}, "input": …, "steps": {"id": {"output": …}}, "flow": "…", "file": "…", "timeout": "10s"}; every member may be left out."""
                )
            );
        }
    }

    private static TimeSpan TimeoutOf(string? text, bool isStream)
    {
        var longest = isStream ? StreamTimeout : LongestTimeout;
        if (string.IsNullOrEmpty(text))
        {
            return isStream ? longest : StandardTimeout;
        }

        return Duration.TryParse(text, out var timeout, out _) && timeout > TimeSpan.Zero && timeout <= longest
            ? timeout
            : throw new ProblemException(
                Problem.BadRequest(
                    $"'timeout' is '{text}'; give a time such as 10s, at most {longest.TotalSeconds} seconds."
                )
            );
    }
}
