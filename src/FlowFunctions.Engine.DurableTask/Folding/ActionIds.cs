using FlowFunctions.Engine.DurableTask.Protocol;

namespace FlowFunctions.Engine.DurableTask.Folding;

/// <summary>
/// Ids of orchestrator actions. An action that carries out a command has the command's id; what the codec adds of its own has a bit
/// set that no command reaches, so that ids stay unique in a history and a replay gives the same ones.
/// </summary>
/// <remarks>
/// From low to high: 24 bits for the command, 4 for the number of times that it was scheduled again, one each for what the end of a run
/// needs, for timers that were armed again, and for turns that had to wait for the plan; the first two together are questions after children. 2^24 commands are far more than a history of
/// a run can hold: long loops are child runs.
/// </remarks>
internal static class ActionIds
{
    /// <summary>How often a command's action may be scheduled again.</summary>
    public const int MaxTries = 15;

    private const int TryShift = 24;
    private const int CommandMask = (1 << TryShift) - 1;
    private const int EndBit = 1 << 28;
    private const int TimerBit = 1 << 29;
    private const int WaitBit = 1 << 30;

    /// <summary>The action of a command that was scheduled before and did not get an answer.</summary>
    public static int Again(int commandId, int tries) => commandId | (tries << TryShift);

    /// <summary>The command of an action.</summary>
    public static int CommandOf(int actionId) => actionId & CommandMask;

    /// <summary>Whether the action is a command's, scheduled for the first time or again.</summary>
    public static bool IsOfCommand(int actionId) => actionId < EndBit;

    /// <summary>The number of times that a command's action was scheduled before.</summary>
    public static int TriesOf(int actionId) => (actionId >> TryShift) & MaxTries;

    /// <summary>Something that is needed to end a run.</summary>
    public static int OfEnd(int number) => EndBit | number;

    /// <summary>A timer that was armed again.</summary>
    public static int OfTimer(int number) => TimerBit | number;

    /// <summary>A question after a child run.</summary>
    public static int OfQuestion(int number) => EndBit | TimerBit | number;

    /// <summary>A turn that could do nothing but wait.</summary>
    public static int OfWait(int number) => WaitBit | number;

    /// <summary>Something that is needed to end a run whose history cannot be folded.</summary>
    public static int OfAbort(int number) => WaitBit | EndBit | number;

    /// <summary>The action that an event answers; 0 when it answers none.</summary>
    public static int AnsweredBy(HistoryEvent shown) =>
        shown.EventTypeCase switch
        {
            HistoryEvent.EventTypeOneofCase.TaskCompleted => shown.TaskCompleted.TaskScheduledId,
            HistoryEvent.EventTypeOneofCase.TaskFailed => shown.TaskFailed.TaskScheduledId,
            HistoryEvent.EventTypeOneofCase.TimerFired => shown.TimerFired.TimerId,
            _ => 0,
        };

    /// <summary>Whether it ends a run whose history cannot be folded.</summary>
    public static bool IsAbort(int actionId) => (actionId & (WaitBit | EndBit)) == (WaitBit | EndBit);

    /// <summary>Whether it belongs to turns that did not fold the history: those that could only wait, and those that gave the run up.</summary>
    public static bool IsOutsideOfRun(int actionId) => (actionId & WaitBit) != 0;
}
