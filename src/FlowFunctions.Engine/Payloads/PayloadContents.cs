using FlowFunctions.Engine.Machine;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Engine.Payloads;

/// <summary>The payloads inside events, outcomes and what they hold.</summary>
public static class PayloadContents
{
    /// <summary>All payloads of an event. Every value that a run ever refers to comes to it in one of its events.</summary>
    public static IEnumerable<Payload> Of(RunEvent runEvent) =>
        runEvent switch
        {
            RunStarted started => Of(started.Start),
            StepCompleted completed => Some(completed.Outcome.Payload),
            SignalReceived signal => [signal.Payload],
            ChildCompleted child => Of(child.Result),
            _ => [],
        };

    /// <summary>All payloads of a result.</summary>
    public static IEnumerable<Payload> Of(RunResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return [.. Some(result.Output), .. Some(result.Error?.Details)];
    }

    /// <summary>All payloads of a start.</summary>
    public static IEnumerable<Payload> Of(RunStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        var own = start.Seeds.Values.SelectMany(Of).Concat([start.Input, start.Trigger, start.Env]);
        return start.Chunk is { } chunk ? own.Concat(Of(chunk)) : own;
    }

    extension(StepOutcome outcome)
    {
        /// <summary>The one payload that an outcome carries, or null.</summary>
        public Payload? Payload =>
            outcome switch
            {
                StepOutcome.Succeeded succeeded => succeeded.Output,
                StepOutcome.Failed failed => failed.Error.Details,
                StepOutcome.Waiting waiting => waiting.Details,
                StepOutcome.Iterating iterating => iterating.Items,
                StepOutcome.Repeating repeating => repeating.Item,
                StepOutcome.Calling calling => calling.Input,
                StepOutcome.RunEnded ended => ended.Output,
                _ => null,
            };

        /// <summary>The same outcome with its payload as nothing but its own text.</summary>
        public StepOutcome Compact()
        {
            var payload = outcome.Payload;
            var compact = payload?.Compact();
            return compact is null || ReferenceEquals(compact, payload) ? outcome : outcome.With(compact);
        }

        /// <summary>The same outcome with another form of its payload.</summary>
        public StepOutcome With(Payload payload) =>
            outcome switch
            {
                StepOutcome.Succeeded succeeded => succeeded with { Output = payload },
                StepOutcome.Failed failed => new StepOutcome.Failed(failed.Error with { Details = payload }),
                StepOutcome.Waiting waiting => waiting with { Details = payload },
                StepOutcome.Iterating iterating => iterating with { Items = payload },
                StepOutcome.Repeating => new StepOutcome.Repeating(payload),
                StepOutcome.Calling calling => calling with { Input = payload },
                StepOutcome.RunEnded ended => ended with { Output = payload },
                _ => outcome,
            };
    }

    private static IEnumerable<Payload> Of(LoopChunk chunk) =>
        chunk
            .Captured.Values.SelectMany(Of)
            .Append(chunk.Items)
            .Concat(Some(chunk.Outer?.Item))
            .Concat(Some(chunk.Outer?.Items));

    private static IEnumerable<Payload> Of(StepView view) => [.. Some(view.Output), .. Some(view.Error?.Details)];

    private static IEnumerable<Payload> Some(Payload? payload) => payload is null ? [] : [payload];
}
