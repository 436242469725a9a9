using FlowFunctions.App.Engine;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;

namespace FlowFunctions.App.Approvals;

/// <summary>Brings decisions to the runs that wait for them, each once: of two at a time the second learns that it was too late.</summary>
internal sealed class Decisions(ApprovalReader approvals, IAppEngine engine, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly Turns _turns = new();

    /// <summary>Decides.</summary>
    /// <param name="workspace">The tenant.</param>
    /// <param name="runId">The run.</param>
    /// <param name="stepPath">The approval step.</param>
    /// <param name="decision">What was decided.</param>
    /// <param name="isMeant">Whether what the step asks now is what was decided.</param>
    /// <param name="cancellationToken">Gives up; it may be decided.</param>
    /// <returns>What was asked.</returns>
    /// <exception cref="ProblemException">404, 409, or 410: it counted not, because there is nothing to decide (any more).</exception>
    public async Task<ApprovalQuestion> DecideAsync(
        string workspace,
        string runId,
        string stepPath,
        Decision decision,
        Predicate<ApprovalQuestion> isMeant,
        CancellationToken cancellationToken
    )
    {
        // One at a time for a run: a second signal would be kept and decide a later question that nobody has seen.
        using var turn = await _turns.TakeAsync(runId, cancellationToken);
        var question = await approvals.GetAsync(workspace, runId, stepPath, cancellationToken);
        if (!isMeant(question))
        {
            throw ApprovalProblems.Used();
        }

        var nonce = Decision.NewNonce();
        var isOpen = await engine.SignalAsync(runId, question.Signal, decision.ToPayload(nonce), cancellationToken);

        // Somebody may have sent the signal without a link in the meantime, or the time was up.
        return isOpen && await WasTakenAsync(question, nonce, cancellationToken)
            ? question
            : throw ApprovalProblems.Used();
    }

    /// <summary>In a Durable Task backend the signal is on its way for a moment.</summary>
    private async ValueTask<bool> WasTakenAsync(
        ApprovalQuestion question,
        string nonce,
        CancellationToken cancellationToken
    )
    {
        var begin = time.GetTimestamp();
        while (true)
        {
            if (await approvals.WasTakenAsync(question, nonce, cancellationToken) is { } wasTaken)
            {
                return wasTaken;
            }

            if (time.GetElapsedTime(begin) > Patience)
            {
                throw ApprovalProblems.OnItsWay();
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
