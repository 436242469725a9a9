using FlowFunctions.Engine.Children;
using FlowFunctions.Engine.Contracts;
using FlowFunctions.Engine.DurableTask.Admission;
using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Codec;
using FlowFunctions.Engine.DurableTask.Diagnostics;
using FlowFunctions.Engine.DurableTask.Turns;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Engine.DurableTask.Activities;

/// <summary>Executes step attempts. A step's failure is an answer; an exception means that the call broke and is to be made again.</summary>
internal sealed class StepActivity(
    IStepExecutor executor,
    PlanCache plans,
    ChildPlans children,
    ITaskHubClient hub,
    AdmissionActivity admissions,
    RunningCalls calls,
    DurableEngineOptions options
)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>Executes an attempt.</summary>
    /// <param name="input">As <see cref="StepInputs"/> wrote it.</param>
    /// <param name="stop">The process ends.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="InvalidDataException">The input is none.</exception>
    /// <exception cref="OperationCanceledException">The process ends; the attempt is executed again elsewhere.</exception>
    public async ValueTask<string> ExecuteAsync(string input, CancellationToken stop)
    {
        var wire = Envelope.Read(Codec.Wire.StepInput.Parser, input);
        if (wire.ChildRunId.Length > 0)
        {
            return await AskAsync(wire, stop);
        }

        if (wire.Admission is { } question)
        {
            return await admissions.ExecuteAsync(question, stop);
        }

        using var call = calls.Begin(wire.RunId, wire.CommandId, options.MaxCall, options.TimeProvider, stop);
        using var watch = new AbandonedCalls(hub, options).Watch(wire.RunId, wire.CommandId, call);
        var outcome = await OutcomeAsync(wire, call, stop);
        var answer = new Codec.Wire.StepAnswer { Completed = outcome.ToWire(wire.CommandId), Place = wire.Place };
        if (outcome is StepOutcome.Calling calling)
        {
            answer.Called = await FindAsync(wire.Workspace, calling, call.Token);
        }

        return Envelope.Write(answer);
    }

    /// <summary>Whether a child run has ended. One that the host failed has not: it is let go on, too; and one that is not there is being started.</summary>
    private async ValueTask<string> AskAsync(Codec.Wire.StepInput question, CancellationToken cancellationToken)
    {
        var answer = new Codec.Wire.StepAnswer { Place = question.Place };
        var child = await hub.GetAsync(question.ChildRunId, cancellationToken);
        if (child is { Status: InstanceStatus.Completed or InstanceStatus.Terminated })
        {
            answer.Child = RunOutputs.Read(child.Output, question.Place).ToWire();
        }

        return Envelope.Write(answer);
    }

    private async ValueTask<StepOutcome> OutcomeAsync(
        Codec.Wire.StepInput wire,
        RunningCalls.Call call,
        CancellationToken stop
    )
    {
        try
        {
            return await PlanAsync(wire.PlanHash, call.Token) is { } plan
                ? await ExecuteAsync(StepInputs.Read(wire, plan), call)
                : PlanMissing(wire.PlanHash);
        }
#pragma warning disable CA1031 // A step that is stopped may end with whatever its stopping broke.
        catch (Exception) when (call.Token.IsCancellationRequested && !stop.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return call.IsGivenUp ? Outcomes.Cancelled : TooLong();
        }
    }

    private async ValueTask<StepOutcome> ExecuteAsync(StepRequest request, RunningCalls.Call call)
    {
        try
        {
            if (request is { Attempt: > 1, Resume: null })
            {
                DurableMetrics.Runs.StepRetried(request.Step.Type);
            }

            var begin = options.TimeProvider.GetTimestamp();
            var outcome = await executor.ExecuteAsync(request, call.Token);
            DurableMetrics.Runs.StepEnded(request.Step.Type, outcome, options.TimeProvider.GetElapsedTime(begin));
            return outcome;
        }
#pragma warning disable CA1031 // A defect of one step type must fail its step, not break the call.
        catch (Exception exception) when (!call.Token.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return Outcomes.Defect(request, exception);
        }
    }

    /// <summary>Which version is called is found out here, once: the answer stands in the history.</summary>
    private async ValueTask<Codec.Wire.CalledFlow> FindAsync(
        string workspace,
        StepOutcome.Calling calling,
        CancellationToken cancellationToken
    )
    {
        var found = await children.FindAsync(workspace, calling.FlowId, calling.Input, cancellationToken);
        return found.Plan is { } plan
            ? new() { PlanHash = plan.Hash, Language = plan.Language }
            : new() { Refusal = found.Refusal!.ToWire() };
    }

    /// <summary>The store may be out for a moment; the call has time.</summary>
    private async ValueTask<Plan?> PlanAsync(string hash, CancellationToken cancellationToken)
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await plans.FindAsync(hash, cancellationToken);
            }
#pragma warning disable CA1031 // Stores fail in many ways, all of which may pass.
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                await Task.Delay(pause, options.TimeProvider, cancellationToken);
            }
        }
    }

    private StepOutcome.Failed TooLong() =>
        new(
            new StepError
            {
                Code = DurableErrors.CallTooLong,
                Message =
                    $"The step was stopped after {options.MaxCall.TotalSeconds:0} seconds, the longest that the host lets a call take. Split the work, or raise functionTimeout in host.json.",
                Retryable = true,
            }
        );

    private static StepOutcome.Failed PlanMissing(string hash) =>
        new(
            new StepError
            {
                Code = DurableErrors.PlanMissing,
                Message =
                    $"The plan {hash} of the run is not there any more. Publish the flow again and start a new run.",
            }
        );
}
