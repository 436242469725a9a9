using System.Collections.Immutable;
using System.Text.Json.Nodes;
using FlowFunctions.App.Flows.Documents;
using FlowFunctions.App.Problems;
using FlowFunctions.Flows.Compilation;
using FlowFunctions.Flows.Plans;
using FlowFunctions.Flows.Text;

namespace FlowFunctions.App.Steps;

/// <summary>
/// Compiles a step to try as a flow of its own, in which the given steps come before it: so what is wrong with it is found as in a
/// flow.
/// </summary>
internal sealed class StepTestPlan(FlowDocuments documents)
{
    private const string FlowId = "step-test";

    /// <summary>The step, compiled, with the files that the flow has now which it is of.</summary>
    /// <exception cref="ProblemException">400: it has errors.</exception>
    public async Task<TestedStep> CompileAsync(
        string workspace,
        string type,
        StepTestBody body,
        CancellationToken cancellationToken
    )
    {
        var given = body.Steps?.Keys.ToList() ?? [];
        var id = "tested";
        while (given.Contains(id))
        {
            id = $"_{id}";
        }

        var text = new FlowText(Document(type, body, id, given).ToJsonString(), TextFormat.Json);
        var result = await documents.CompileAsync(workspace, text, cancellationToken);
        return result.Plan is { } plan
            ? new TestedStep(plan.FlowId, plan.Root.Steps.Single(step => step.Id == id), plan.Files)
            : throw new ProblemException(Invalid(result, body, $"/steps/{id}"));
    }

    private static JsonObject Document(string type, StepTestBody body, string id, List<string> given)
    {
        var steps = new JsonObject();
        foreach (var before in given)
        {
            steps[before] = Step("transform", new JsonObject { ["value"] = null });
        }

        steps[id] = Step(type, body.With is { } with ? JsonNode.Parse(with.GetRawText()) : new JsonObject());
        return new JsonObject
        {
            ["id"] = string.IsNullOrEmpty(body.Flow) ? FlowId : body.Flow,
            ["steps"] = steps,
            ["edges"] = new JsonArray([
                .. given.Select(before => new JsonObject
                {
                    ["from"] = before,
                    ["on"] = "always",
                    ["to"] = id,
                }),
            ]),
        };
    }

    private static JsonObject Step(string type, JsonNode? with) => new() { ["type"] = type, ["with"] = with };

    // Pointers are those of the body that was sent.
    private static Problem Invalid(CompilationResult result, StepTestBody body, string stepPointer) =>
        Problem.BadRequest(
            "The step has errors, so it cannot be tried. 'errors' names each place.",
            "Step.Invalid"
        ) with
        {
            Errors =
            [
                .. result
                    .Problems.Where(static problem => problem.Severity == ProblemSeverity.Error)
                    .Select(ProblemResource.Item)
                    .Select(item => item with { Pointer = PointerOf(item.Pointer, body, stepPointer) }),
            ],
        };

    private static string PointerOf(string pointer, StepTestBody body, string stepPointer)
    {
        var sent = pointer.StartsWith($"{stepPointer}/", StringComparison.Ordinal)
            ? pointer[stepPointer.Length..]
            : pointer;
        return sent == "/with/file" && body.File is not null ? "/file" : sent;
    }
}

/// <summary>A step to try.</summary>
/// <param name="FlowId">The flow that it is of.</param>
/// <param name="Step">The step.</param>
/// <param name="Files">The flow's files.</param>
internal sealed record TestedStep(string FlowId, PlanStep Step, ImmutableSortedDictionary<string, string> Files);
