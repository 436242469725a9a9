using System.Text.Json;
using System.Text.Json.Nodes;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Documents;
using FlowFunctions.Steps.Catalog;
using FlowFunctions.Steps.Execution;
using FlowFunctions.Steps.Secrets;

namespace FlowFunctions.App.Steps;

/// <summary><c>POST /api/step-types/{id}/test</c>: carries one step out, for real, without a run.</summary>
internal sealed class TestStep(StepTypes types, StepTestPlan plan, ISecretSource secrets, AppSettings settings)
{
    private static readonly TimeSpan StandardTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(60);
    private readonly Payload _env = EnvOf(settings.Env);
    private readonly TimeProvider _time = settings.TimeProvider;

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

        var body = await ReadAsync(context.Request);
        var timeout = TimeoutOf(body.Timeout);
        if (descriptor.HasBody)
        {
            return new ProblemResult(NeedsRun(type));
        }

        var now = _time.GetUtcNow();
        var workspace = Workspace.Of(context);
        var tested = await plan.CompileAsync(workspace, type, body, context.RequestAborted);
        var request = StepTestRequest.Create(workspace, tested, body, RunIds.New(now), _env, now);
        using var limit = new CancellationTokenSource(timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, context.RequestAborted);
        var start = _time.GetTimestamp();
        await using var log = new StepTestLog(_time);
        var outcome = await new StepExecutor(types, secrets, log).ExecuteAsync(request, either.Token);
        var took = Math.Round(_time.GetElapsedTime(start).TotalMilliseconds, 3);
        return ResourceOf(outcome, took, limit.IsCancellationRequested ? timeout : null) is { } resource
            ? TypedResults.Json(resource with { Log = log.Lines }, StepTypeJson.Wire.StepTestResource)
            : new ProblemResult(NeedsRun(type));
    }

    private static Payload EnvOf(IEnumerable<KeyValuePair<string, string>> values) =>
        Payload.Parse(
            new JsonObject(
                values.Select(static value => KeyValuePair.Create(value.Key, (JsonNode?)value.Value))
            ).ToJsonString()
        );

    /// <summary>What came of it; null for a step that would go on in a run.</summary>
    private static StepTestResource? ResourceOf(StepOutcome outcome, double milliseconds, TimeSpan? timeout) =>
        outcome switch
        {
            StepOutcome.Succeeded done => new(nameof(StepStatus.Succeeded), milliseconds)
            {
                Output = done.Output.Element,
                Port = done.Port,
            },
            StepOutcome.RunEnded ended => new(nameof(StepStatus.Succeeded), milliseconds)
            {
                Output = ended.Output.Element,
                EndsRun = true,
            },
            StepOutcome.Failed { Error.Code: ErrorCodes.Cancelled } when timeout is { } limit => new(
                nameof(StepStatus.TimedOut),
                milliseconds
            )
            {
                Error = TimedOut(limit),
            },
            StepOutcome.Failed failed => new(nameof(StepStatus.Failed), milliseconds) { Error = ErrorOf(failed.Error) },
            _ => null,
        };

    private static StepTestError ErrorOf(StepError error) =>
        new(error.Code, error.Message, error.Retryable, error.Details?.Element);

    private static StepTestError TimedOut(TimeSpan limit) =>
        new(ErrorCodes.Timeout, $"The step took longer than {Duration.Format(limit)}.", Retryable: true, Details: null);

    private static Problem NeedsRun(string type) =>
        Problem.BadRequest(
            $"A step of type '{type}' waits, loops or calls another flow, so it can be tested in a run only. Start a run of a flow that has it.",
            "StepType.NeedsRun"
        );

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
                    """Send {"with": {…}, "input": …, "steps": {"id": {"output": …}}, "flow": "…", "timeout": "10s"}; every member may be left out."""
                )
            );
        }
    }

    private static TimeSpan TimeoutOf(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return StandardTimeout;
        }

        return Duration.TryParse(text, out var timeout, out _) && timeout > TimeSpan.Zero && timeout <= LongestTimeout
            ? timeout
            : throw new ProblemException(
                Problem.BadRequest(
                    $"'timeout' is '{text}'; give a time such as 10s, at most {LongestTimeout.TotalSeconds} seconds."
                )
            );
    }
}
