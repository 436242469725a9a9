using FlowFunctions.Engine.Admission;

namespace FlowFunctions.Engine.Embedded;

/// <summary>The engine has as many open runs, or holds as many bytes for them, as it may; nothing was started.</summary>
public sealed class TooManyRunsException : StartRefusedException
{
    private TooManyRunsException(string message)
        : base("Engine.TooManyRuns", message) { }

    internal static TooManyRunsException Runs(int limit) =>
        new(
            $"{limit} runs are open, which is the limit. Raise {nameof(EmbeddedEngineOptions.MaxOpenRuns)} or let some end."
        );

    internal static TooManyRunsException Bytes(long held, long limit) =>
        new(
            $"Open runs hold {held} bytes of events and values; the limit is {limit}. "
                + $"Raise {nameof(EmbeddedEngineOptions.MaxOpenBytes)}, pass large values by reference, or let some runs end."
        );
}
