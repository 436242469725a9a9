using System.Text.Json;
using FlowFunctions.Engine.DurableTask.Codec;
using FlowFunctions.Engine.DurableTask.Folding;
using FlowFunctions.Engine.DurableTask.Protocol;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;
using Google.Protobuf.WellKnownTypes;
using EventKind = FlowFunctions.Engine.DurableTask.Protocol.HistoryEvent.EventTypeOneofCase;

namespace FlowFunctions.Engine.DurableTask.Turns;

/// <summary>
/// Carries out turns of the orchestrator. A turn never throws: backends would fail the instance for good. The only I/O is reading a plan
/// that is not at hand; the rest is a pure function of the request.
/// </summary>
/// <param name="services">What folds work with.</param>
/// <param name="plans">Finds plans.</param>
/// <param name="cache">Keeps folds.</param>
internal sealed class OrchestratorTurns(FoldServices services, PlanCache plans, FoldCache cache)
{
    private static readonly TimeSpan PlanPause = TimeSpan.FromSeconds(10);

    /// <summary>Carries out a turn.</summary>
    /// <exception cref="OperationCanceledException">It was given up while a plan was read.</exception>
    public async ValueTask<TurnAnswer> RunAsync(TurnRequest request, CancellationToken cancellationToken)
    {
        if (
            cache.TryTake(request.InstanceId, out var folded)
            && folded.IsContinuedBy(request)
            && TryGoOn(request, folded) is { } answer
        )
        {
            return answer;
        }

        if (request.IsWithoutPast)
        {
            return new(new OrchestratorResponse { InstanceId = request.InstanceId, RequiresHistory = true });
        }

        Codec.Wire.RunInput input;
        try
        {
            input = InputOf(request);
        }
        catch (InvalidDataException exception)
        {
            return Refuse(request, exception.Message);
        }

        return await BeginAsync(request, input, cancellationToken);
    }

    private async ValueTask<TurnAnswer> BeginAsync(
        TurnRequest request,
        Codec.Wire.RunInput input,
        CancellationToken cancellationToken
    )
    {
        if (input.Language != Plan.CurrentLanguage)
        {
            return Abort(request, input, UnknownLanguage(input.Language), history: default);
        }

        try
        {
            return await plans.FindAsync(input.Start.PlanHash, cancellationToken) is { } plan
                ? FoldFromStart(request, input, plan)
                : Abort(request, input, PlanMissing(input, "is not there any more"), history: default);
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException or FormatException)
        {
            return Abort(request, input, PlanMissing(input, $"cannot be read: {exception.Message}"), history: default);
        }
#pragma warning disable CA1031 // Stores fail in many ways; the run waits until it answers again.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return Wait(request);
        }
    }

    private TurnAnswer FoldFromStart(TurnRequest request, Codec.Wire.RunInput input, Plan plan)
    {
        var fold = new RunFold(plan, services);
        return TryFold(fold, request.All) is { } error
            ? Abort(request, input, error, fold.History)
            : Answer(request, fold, request.Count) with
            {
                IsFoldedAnew = true,
            };
    }

    /// <summary>Goes on with a fold that is at hand. If that does not fit, the fold is in doubt and not the history.</summary>
    /// <returns>The answer, or null.</returns>
    private TurnAnswer? TryGoOn(TurnRequest request, FoldedHistory folded)
    {
        var fold = folded.Fold;
        if (!request.IsWithoutPast)
        {
            return TryFold(fold, request.PastFrom(folded.Events).Concat(request.New)) is null
                ? Answer(request, fold, request.Count)
                : null;
        }

        fold.AssumeScheduled();
        return TryFold(fold, request.New) is null
            ? Answer(request, fold, folded.EventsAfterTurn + request.Count)
            : null;
    }

    /// <returns>Why the history cannot be folded, or null.</returns>
    private static StepError? TryFold(RunFold fold, IEnumerable<HistoryEvent> events)
    {
        try
        {
            foreach (var shown in events)
            {
                fold.Apply(shown);
            }

            return null;
        }
        catch (NonDeterministicException exception)
        {
            return Error(DurableErrors.NonDeterministic, exception.Message);
        }
#pragma warning disable CA1031 // A defect ends this run with words; an exception would fail the instance without any.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Error(
                DurableErrors.TurnFailed,
                $"The run cannot go on because of a defect of the engine or a damaged event: {exception.Message} ({exception.GetType().Name})"
            );
        }
    }

    private TurnAnswer Answer(TurnRequest request, RunFold fold, int events)
    {
        var (status, hasHistory) = OpenStatus.Write(fold);
        var response = new OrchestratorResponse { InstanceId = request.InstanceId, CustomStatus = status };
        response.Actions.AddRange(fold.Actions);
        if (response.Actions is not [.., { CompleteOrchestration: not null }])
        {
            cache.Put(request.InstanceId, new FoldedHistory(fold, events, request.DigestNew(), response.Actions.Count));
        }

        return new(response, fold, hasHistory);
    }

    private static TurnAnswer Abort(
        TurnRequest request,
        Codec.Wire.RunInput input,
        StepError error,
        ReadOnlyMemory<byte> history
    )
    {
        var status = new OpenRun
        {
            RunId = request.InstanceId,
            FlowId = input.FlowId,
            Workspace = input.Start.Workspace,
            Status = Runs.RunStatus.Failed,
            Events = 0,
            Result = new(Runs.RunStatus.Failed, Output: null, error),
        };
        var response = new OrchestratorResponse
        {
            InstanceId = request.InstanceId,
            CustomStatus = OpenStatus.Write(status),
        };
        if (AbortedRun.Next(request, input, error, history) is { } action)
        {
            response.Actions.Add(action);
        }

        return new(response);
    }

    /// <summary>Nobody knows what was to be run: there is nothing to record either.</summary>
    private static TurnAnswer Refuse(TurnRequest request, string message)
    {
        var result = new Runs.RunResult(Runs.RunStatus.Failed, Output: null, Error(DurableErrors.TurnFailed, message));
        var completion = Completions.Of(result, isChild: false, place: "");
        var response = new OrchestratorResponse { InstanceId = request.InstanceId };
        response.Actions.Add(new OrchestratorAction { Id = ActionIds.OfAbort(0), CompleteOrchestration = completion });
        return new(response);
    }

    /// <summary>The plan cannot be read now: the events stay in the history, and a timer brings the next turn.</summary>
    private static TurnAnswer Wait(TurnRequest request)
    {
        var now = new Timestamp();
        var waits = 0;
        var pending = 0;
        foreach (var shown in request.All)
        {
            now = shown.EventTypeCase == EventKind.OrchestratorStarted ? shown.Timestamp : now;
            if (shown.EventTypeCase == EventKind.TimerCreated && ActionIds.IsOutsideOfRun(shown.EventId))
            {
                waits++;
                pending++;
            }
            else if (shown is { TimerFired.TimerId: var timer } && ActionIds.IsOutsideOfRun(timer))
            {
                pending--;
            }
        }

        var response = new OrchestratorResponse { InstanceId = request.InstanceId };
        if (pending == 0)
        {
            response.Actions.Add(
                new OrchestratorAction
                {
                    Id = ActionIds.OfWait(waits + 1),
                    CreateTimer = new() { FireAt = now + PlanPause.ToDuration() },
                }
            );
        }

        return new(response);
    }

    private static Codec.Wire.RunInput InputOf(TurnRequest request) =>
        RunInputs.Read(
            request.All.FirstOrDefault(static shown => shown.EventTypeCase == EventKind.ExecutionStarted) is { } started
                ? started.ExecutionStarted.Input
                : throw new InvalidDataException("The history does not hold the start of the instance.")
        );

    private static StepError UnknownLanguage(int language) =>
        Error(
            DurableErrors.UnknownLanguage,
            $"The run was started with version {language} of the flow language; this app knows version {Plan.CurrentLanguage}. Deploy an app that knows it and rerun the run, or start the flow anew."
        );

    private static StepError PlanMissing(Codec.Wire.RunInput input, string problem) =>
        Error(
            DurableErrors.PlanMissing,
            $"The plan {input.Start.PlanHash} of flow '{input.FlowId}' {problem}. Publish the flow again and start a new run."
        );

    private static StepError Error(string code, string message) => new() { Code = code, Message = message };
}
