using System.Text.Json;
using System.Text.Json.Nodes;
using FlowFunctions.App.Engine;
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
using Microsoft.AspNetCore.Http.HttpResults;

namespace FlowFunctions.App.Steps;

/// <summary><c>POST /api/step-types/{id}/test</c>: carries one step out, for real, without a run.</summary>
internal sealed class TestStep(StepTypes types, StepTestPlan plan, AppSettings settings)
{
    private static readonly TimeSpan StandardTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(60);
    private readonly StepExecutor _executor = new(types, new SettingSecrets(settings.Secret));
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
        var outcome = await _executor.ExecuteAsync(request, either.Token);
        return Answer(type, outcome, _time.GetElapsedTime(start), limit.IsCancellationRequested ? timeout : null);
    }

    private static Payload EnvOf(IEnumerable<KeyValuePair<string, string>> values) =>
        Payload.Parse(
            new JsonObject(
                values.Select(static value => KeyValuePair.Create(value.Key, (JsonNode?)value.Value))
            ).ToJsonString()
        );

    private static IResult Answer(string type, StepOutcome outcome, TimeSpan duration, TimeSpan? timeout)
    {
        var milliseconds = Math.Round(duration.TotalMilliseconds, 3);
        return outcome switch
        {
            StepOutcome.Succeeded done => Ok(
                new(nameof(StepStatus.Succeeded), milliseconds) { Output = done.Output.Element, Port = done.Port }
            ),
            StepOutcome.RunEnded ended => Ok(
                new(nameof(StepStatus.Succeeded), milliseconds) { Output = ended.Output.Element, EndsRun = true }
            ),
            StepOutcome.Failed { Error.Code: ErrorCodes.Cancelled } when timeout is { } limit => Ok(
                new(nameof(StepStatus.TimedOut), milliseconds) { Error = TimedOut(limit) }
            ),
            StepOutcome.Failed failed => Ok(
                new(nameof(StepStatus.Failed), milliseconds) { Error = ErrorOf(failed.Error) }
            ),
            _ => new ProblemResult(NeedsRun(type)),
        };
    }

    private static JsonHttpResult<StepTestResource> Ok(StepTestResource resource) =>
        TypedResults.Json(resource, StepTypeJson.Wire.StepTestResource);

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
