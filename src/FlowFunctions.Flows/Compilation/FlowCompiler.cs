using System.Text.Json;
using FlowFunctions.Flows.Catalog;
using FlowFunctions.Flows.Documents;
using FlowFunctions.Flows.Plans;
using FlowFunctions.Flows.Schema;
using FlowFunctions.Flows.Text;

namespace FlowFunctions.Flows.Compilation;

/// <summary>Compiles flow documents to plans and reports every problem at once. Instances can be used by several threads.</summary>
/// <param name="catalog">The step types that flows may use.</param>
public sealed class FlowCompiler(IStepCatalog catalog)
{
    /// <summary>Compiles a text; problems have a line and a column.</summary>
    public CompilationResult Compile(string text, TextFormat format = TextFormat.Auto)
    {
        var textProblems = new List<TextProblem>();
        var document = TextDocument.Read(text, format, textProblems);
        var problems = new ProblemList(document);
        textProblems.ForEach(problems.Add);
        return document is null
            ? new CompilationResult(null, null, problems.ToOrderedList())
            : Compile(document.Root, problems);
    }

    /// <summary>Compiles a document that is read already; problems have pointers only.</summary>
    public CompilationResult Compile(JsonElement document)
    {
        var result = Compile(document.GetRawText(), TextFormat.Json);
        return result with
        {
            Problems = [.. result.Problems.Select(static problem => problem with { Position = null })],
        };
    }

    private CompilationResult Compile(JsonElement root, ProblemList problems)
    {
        FlowSchema.Check(root, problems);
        var values = new List<ValueProblem>();
        var document = FlowDocument.Read(root, values);
        values.ForEach(problem => problems.Add(problem.Code, problem.Message, problem.Pointer));
        CheckLanguage(document, problems);
        CheckInput(document, problems);
        var index = FlowIndex.Build(document, catalog, problems);
        new GraphCheck(index, catalog, problems).Check(document);
        var plan = problems.HasErrors
            ? null
            : PlanJson.ReadCanonical(PlanJson.Write(PlanDraft.Create(document, index)));
        return new CompilationResult(plan, document, problems.ToOrderedList());
    }

    private static void CheckLanguage(FlowDocument document, ProblemList problems)
    {
        if (document.Language != Plan.CurrentLanguage)
        {
            var message =
                $"The flow is written in language version {document.Language}; this program knows version {Plan.CurrentLanguage}. Use a newer program.";
            problems.Add(ProblemCodes.LanguageUnknown, message, "/language");
        }
    }

    private static void CheckInput(FlowDocument document, ProblemList problems)
    {
        try
        {
            if (document.Input.ValueKind is JsonValueKind.Object)
            {
                JsonSchema.Parse(document.Input);
            }
        }
        catch (JsonSchemaException exception)
        {
            var message = $"'input' is not a JSON Schema: {exception.Message}";
            problems.Add(ProblemCodes.BadInputSchema, message, "/input" + exception.Pointer);
        }
    }
}
