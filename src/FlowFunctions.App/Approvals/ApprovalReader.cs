using FlowFunctions.App.Runs.Read;
using FlowFunctions.App.Runs.Records;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Records;
using FlowFunctions.Engine.Runs;

namespace FlowFunctions.App.Approvals;

/// <summary>Finds the decisions that runs wait for.</summary>
internal sealed class ApprovalReader(RunReader reader, PayloadArchive payloads)
{
    /// <summary>Finds what a step asks.</summary>
    /// <exception cref="Problems.ProblemException">404: there is no such run or approval; 410: it is not asked any more; 409: the decision could reach another step.</exception>
    public async ValueTask<ApprovalQuestion> GetAsync(
        string workspace,
        string runId,
        string stepPath,
        CancellationToken cancellationToken
    )
    {
        var run = await reader.GetAsync(workspace, runId, cancellationToken);
        var view = await reader.ViewAsync(run, cancellationToken);
        var step =
            view.Steps.FirstOrDefault(step => step.Path == stepPath && step.Type == ApprovalQuestion.StepType)
            ?? throw ApprovalProblems.NotAsked(runId, stepPath);
        if (!IsAsked(step) || IsDecidedInPause(view, step.Wait!.Signal!, HistoryReader.Read(run.History)))
        {
            throw ApprovalProblems.Used();
        }

        ThrowIfAmbiguous(view, step);
        var wait = new ApprovalWait(step.Path, step.Attempt, step.StartedAt!.Value, step.Wait!);
        return await ApprovalQuestion.ReadAsync(run.Header, wait, payloads, cancellationToken);
    }

    /// <summary>Whether a decision that was sent is the one that counted; null as long as it has not reached the run.</summary>
    /// <param name="question">What was asked.</param>
    /// <param name="nonce">The decision's mark.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<bool?> WasTakenAsync(
        ApprovalQuestion question,
        string nonce,
        CancellationToken cancellationToken
    )
    {
        var run = await reader.GetAsync(question.Run.Workspace, question.Run.RunId, cancellationToken);
        var plan = (await reader.ViewAsync(run, cancellationToken)).State.Plan;
        var view = new RunView(plan);
        foreach (var runEvent in HistoryReader.Read(run.History))
        {
            var isOurs = runEvent is SignalReceived signal && Decision.IsMarked(signal.Payload, nonce);
            var wasAsked = isOurs && Asks(view, question);
            view.Apply(runEvent);
            if (isOurs)
            {
                // A paused run keeps it and hands it over first of all when it goes on.
                return wasAsked && (view.State.PausedSince is not null || !Asks(view, question));
            }
        }

        return run.Header.Status.IsTerminal() ? false : null;
    }

    private static bool Asks(RunView view, ApprovalQuestion question) =>
        view.Steps.Any(step => step.Path == question.StepPath && step.Attempt == question.Attempt && IsAsked(step));

    private static bool IsAsked(StepRecord step) => ApprovalQuestion.IsAsked(step.Type, step.Status, step.Wait);

    /// <summary>A paused run keeps the signals that come, so its step seems to wait although it is decided.</summary>
    private static bool IsDecidedInPause(RunView view, string signal, IEnumerable<RunEvent> history) =>
        view.State.PausedSince is { } since
        && history.Any(runEvent =>
            runEvent is SignalReceived received
            && received.At >= since
            && received.Name == signal
            && Decision.IsOne(received.Payload)
        );

    private static void ThrowIfAmbiguous(RunView view, StepRecord step)
    {
        var other = view.Steps.FirstOrDefault(other =>
            other.Path != step.Path && other.Wait is { Signal: { } signal } && signal == step.Wait!.Signal
        );
        if (other is not null)
        {
            throw ApprovalProblems.Ambiguous(step.Path, other.Path, step.Wait!.Signal!);
        }
    }
}
