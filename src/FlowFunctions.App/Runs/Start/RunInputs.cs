using System.Text.Json;
using FlowFunctions.App.Flows;
using FlowFunctions.App.Problems;
using FlowFunctions.App.Requests;
using FlowFunctions.Engine.Payloads;

namespace FlowFunctions.App.Runs.Start;

/// <summary>Inputs of runs, checked against the schema of the flow.</summary>
internal static class RunInputs
{
    private static readonly byte[] NoInput = "{}"u8.ToArray();

    /// <summary>Takes the body of a request as an input; an empty one means an object without members.</summary>
    /// <exception cref="ProblemException">400: the input is no JSON or does not fit the flow's schema.</exception>
    public static Payload Read(RunnableFlow flow, byte[] body)
    {
        var text = body.Length == 0 ? NoInput : body;
        Check(flow, RequestBody.Parse(text));
        return Payload.FromUtf8(text);
    }

    /// <summary>Checks an input.</summary>
    /// <exception cref="ProblemException">400: it does not fit the flow's schema.</exception>
    public static void Check(RunnableFlow flow, JsonElement input)
    {
        var problems = flow.ValidateInput(input);
        if (problems.Count == 0)
        {
            return;
        }

        throw new ProblemException(
            Problem.BadRequest(
                $"The input does not fit the schema of flow '{flow.FlowId}'. 'errors' names each place.",
                "Input.Invalid"
            ) with
            {
                Errors =
                [
                    .. problems.Select(static problem => new ProblemItem(
                        problem.Pointer,
                        "Input." + problem.Keyword,
                        problem.Message
                    )),
                ],
            }
        );
    }
}
