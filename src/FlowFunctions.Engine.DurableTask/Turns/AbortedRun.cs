using FlowFunctions.Engine.DurableTask.Codec;
using FlowFunctions.Engine.DurableTask.Folding;
using FlowFunctions.Engine.DurableTask.Protocol;
using FlowFunctions.Engine.History;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;
using Google.Protobuf.WellKnownTypes;
using EventKind = FlowFunctions.Engine.DurableTask.Protocol.HistoryEvent.EventTypeOneofCase;

namespace FlowFunctions.Engine.DurableTask.Turns;

/// <summary>
/// The end of a run whose history this app cannot fold: its record is stored, then the instance fails. What is to be done next is read off
/// the last event of its own in the history, so each turn finds it anew, also in an app of another version.
/// </summary>
internal static class AbortedRun
{
    private const int MaxTries = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>The next action; null while one is awaited.</summary>
    /// <param name="request">The turn.</param>
    /// <param name="input">What the run was started with.</param>
    /// <param name="error">Why it ends.</param>
    /// <param name="history">What is known of it.</param>
    public static OrchestratorAction? Next(
        TurnRequest request,
        Codec.Wire.RunInput input,
        StepError error,
        ReadOnlyMemory<byte> history
    )
    {
        var (last, tries, now) = Scan(request);
        var result = new RunResult(RunStatus.Failed, Output: null, error);
        return last switch
        {
            null => Record(1),
            { EventTypeCase: EventKind.TaskScheduled or EventKind.TimerCreated } => null,
            { EventTypeCase: EventKind.TimerFired } => Record(tries + 1),
            { TaskCompleted.Result: { } answer } when RunEnds.ReadAnswer(answer).IsStored => Complete(),
            _ when tries >= MaxTries => Complete(),
            _ => new()
            {
                Id = ActionIds.OfAbort(tries + MaxTries),
                CreateTimer = new() { FireAt = now + Pause.ToDuration() },
            },
        };

        OrchestratorAction Record(int number) =>
            new()
            {
                Id = ActionIds.OfAbort(number),
                ScheduleTask = new()
                {
                    Name = FunctionNames.RecordRun,
                    Input = RunEnds.Write(
                        input.FlowId,
                        input.Start.ToCore(),
                        result,
                        startedAt: null,
                        now.ToDateTimeOffset(),
                        history,
                        place: "aborted"
                    ),
                },
            };

        OrchestratorAction Complete() =>
            new()
            {
                Id = ActionIds.OfAbort(0),
                CompleteOrchestration = Completions.Of(result, isChild: input.Start.HasParentRunId, input.Place),
            };
    }

    private static (HistoryEvent? Last, int Tries, Timestamp Now) Scan(TurnRequest request)
    {
        HistoryEvent? last = null;
        var tries = 0;
        var now = new Timestamp();
        foreach (var shown in request.All)
        {
            if (shown.EventTypeCase == EventKind.OrchestratorStarted)
            {
                now = shown.Timestamp;
            }
            else if (ActionIds.IsAbort(ActionOf(shown)))
            {
                last = shown;
                tries += shown.EventTypeCase == EventKind.TaskScheduled ? 1 : 0;
            }
        }

        return (last, tries, now);
    }

    private static int ActionOf(HistoryEvent shown) =>
        shown.EventTypeCase is EventKind.TaskScheduled or EventKind.TimerCreated
            ? shown.EventId
            : ActionIds.AnsweredBy(shown);
}
