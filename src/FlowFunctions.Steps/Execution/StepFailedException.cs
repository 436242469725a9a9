using FlowFunctions.Engine.Steps;

namespace FlowFunctions.Steps.Execution;

/// <summary>Ends a step attempt from deep inside; the executor makes a <see cref="StepOutcome.Failed"/> of it.</summary>
internal sealed class StepFailedException(StepError error, Exception? cause = null) : Exception(error.Message, cause)
{
    /// <summary>Why the attempt failed.</summary>
    public StepError Error { get; } = error;

    /// <summary>The step's evaluated input does not fit.</summary>
    /// <param name="pointer">JSON pointer into <c>with</c>.</param>
    /// <param name="message">What is wrong and what to do, in words that follow the name of the place.</param>
    public static StepFailedException InvalidInput(string pointer, string message) =>
        new(
            new StepError
            {
                Code = ErrorCodes.InputInvalid,
                Message = $"with{pointer} {message}",
                Details = PayloadWriter.Write(
                    pointer,
                    static (writer, pointer) =>
                    {
                        writer.WriteStartObject();
                        writer.WriteString("pointer", pointer);
                        writer.WriteEndObject();
                    }
                ),
            }
        );
}
