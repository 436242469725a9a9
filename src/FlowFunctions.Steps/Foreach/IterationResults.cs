using System.Text.Json;
using FlowFunctions.Engine.Payloads;
using FlowFunctions.Engine.Steps;
using FlowFunctions.Steps.Execution;

namespace FlowFunctions.Steps.Foreach;

/// <summary>Makes a loop's output of the results of its iterations.</summary>
internal static class IterationResults
{
    /// <summary>The results in item order. Those of chunks are such arrays already and are joined end to end.</summary>
    public static Payload ToPayload(StepResume.Iterated iterated) =>
        PayloadWriter.Write(
            iterated,
            static (writer, iterated) =>
            {
                writer.WriteStartArray();
                foreach (var result in iterated.Results)
                {
                    Write(writer, iterated, result);
                }

                writer.WriteEndArray();
            }
        );

    private static void Write(Utf8JsonWriter writer, StepResume.Iterated iterated, IterationResult result)
    {
        var output = result.Output ?? Payload.Null;
        if (iterated.Chunked)
        {
            writer.WriteItems(output);
        }
        else if (iterated.OnItemFailure == ItemFailureMode.Stop)
        {
            writer.WritePayload(output);
        }
        else
        {
            WriteCollected(writer, output, result.Error);
        }
    }

    private static void WriteCollected(Utf8JsonWriter writer, Payload output, StepError? error)
    {
        writer.WriteStartObject();
        if (error is null)
        {
            writer.WriteString("status", nameof(StepStatus.Succeeded));
            writer.WritePayload("output", output);
        }
        else
        {
            writer.WriteString("status", nameof(StepStatus.Failed));
            writer.WritePropertyName("error");
            writer.WriteError(error);
        }

        writer.WriteEndObject();
    }
}
