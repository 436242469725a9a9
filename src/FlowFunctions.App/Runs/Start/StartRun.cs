using System.Diagnostics;
using System.Text.Json;
using FlowFunctions.App.Engine;
using FlowFunctions.App.Flows;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.App.Runs.Records;
using FlowFunctions.App.Workspaces;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.App.Runs.Start;

/// <summary><c>POST /api/flows/{id}/runs</c>: starts a run and, if the caller wants, waits for its end.</summary>
internal sealed class StartRun(IFlowCatalog flows, EngineHost engine, RecordWriter records, AppSettings settings)
{
    private static readonly byte[] NoInput = "{}"u8.ToArray();
    private readonly Payload _env = EnvOf(settings.Env);

    public async Task<IResult> HandleAsync(string flowId, HttpContext context, string? wait, int? version)
    {
        var patience = WaitTime.Parse(wait);
        var workspace = Workspace.Of(context);
        if (await flows.FindAsync(workspace, flowId, version, context.RequestAborted) is not { } flow)
        {
            return new ProblemResult(NotRunnable(flowId, version));
        }

        if (records.IsFull)
        {
            return new ProblemResult(RecordsBehind(records.Waiting));
        }

        var input = Read(flow, await RequestBody.ReadAsync(context.Request, RequestLimits.MaxInputBytes));
        var start = new RunStart
        {
            RunId = RunIds.New(settings.TimeProvider.GetUtcNow()),
            PlanHash = flow.Plan.Hash,
            FlowVersion = flow.Version,
            Workspace = workspace,
            Input = input,
            Trigger = RunTriggers.Api,
            Env = _env,
            TraceParent = Activity.Current is { Recorded: true } activity ? activity.Id : null,
        };
        await engine.Engine.StartAsync(flow.Plan, start, context.RequestAborted);
        var result = patience > TimeSpan.Zero ? await WaitAsync(start.RunId, patience, context.RequestAborted) : null;
        return new StartedRun(start.RunId, flow, result);
    }

    private static Problem RecordsBehind(int waiting) =>
        new(
            StatusCodes.Status429TooManyRequests,
            "Engine.Busy",
            $"The records of {waiting} ended runs wait to be stored, which is the limit. Start the run again in a moment."
        )
        {
            RetryAfter = TimeSpan.FromSeconds(2),
        };

    private static Problem NotRunnable(string flowId, int? version) =>
        Problem.NotFound(
            "Flow.NotFound",
            version is null
                ? $"There is no published flow '{flowId}'. GET /api/flows lists those there are."
                : $"There is no version {version} of a flow '{flowId}'. GET /api/flows/{flowId}/versions lists those there are."
        );

    /// <exception cref="ProblemException">400: the input is no JSON or does not fit the flow's schema.</exception>
    private static Payload Read(RunnableFlow flow, byte[] body)
    {
        var text = body.Length == 0 ? NoInput : body;
        var input = RequestBody.Parse(text);
        var problems = flow.ValidateInput(input);
        return problems.Count == 0
            ? Payload.FromUtf8(text)
            : throw new ProblemException(
                Problem.BadRequest(
                    $"The input does not fit the schema of flow '{flow.FlowId}'. 'errors' names each place.",
                    "Input.Invalid"
                ) with
                {
                    Errors =
                    [
                        .. problems.Select(static problem => new ProblemItem(
                            problem.Pointer,
                            "Input." + problem.Keyword,
                            problem.Message
                        )),
                    ],
                }
            );
    }

    private async Task<RunResult?> WaitAsync(string runId, TimeSpan patience, CancellationToken cancellationToken)
    {
        var end = engine.Engine.WaitAsync(runId, cancellationToken).AsTask();
        try
        {
            return await end.WaitAsync(patience, settings.TimeProvider, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private static Payload EnvOf(IReadOnlyDictionary<string, string> values)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, value) in values)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        return Payload.FromUtf8(buffer.ToArray());
    }
}
