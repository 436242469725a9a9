using FlowFunctions.Engine.Machine;

namespace FlowFunctions.Engine.Tests;

/// <summary>Commands as one line of text: what golden histories and replays compare.</summary>
internal static class CommandText
{
    public static string Of(RunCommand command) =>
        command switch
        {
            ExecuteStep execute => $"{execute.Id} execute {execute.Step.Path}/{execute.Attempt}{Resumed(execute)}",
            StartTimer timer => $"{timer.Id} timer {timer.Purpose} {timer.Step?.Path} {timer.Due:O}",
            CancelTimer cancel => $"{cancel.Id} cancel-timer {cancel.TimerId}",
            StartChild child =>
                $"{child.Id} child {child.ChildRunId} {child.FlowId ?? $"{child.Chunk!.Path}[{child.Chunk.First}+{child.Chunk.Count}]"} {child.Input}",
            CancelStep cancel => $"{cancel.Id} cancel {cancel.CommandId}",
            CompleteRun complete =>
                $"{complete.Id} complete {complete.Result.Status} {complete.Result.Output} {complete.Result.Error?.Code} {complete.Result.Error?.Step}",
            _ => throw new InvalidOperationException(command.GetType().Name),
        };

    private static string Resumed(ExecuteStep execute) =>
        execute.Resume is { } resume ? $" {resume.GetType().Name}" : "";
}
