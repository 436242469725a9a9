using System.Text.Json;
using FlowFunctions.Flows.Catalog;
using FlowFunctions.Flows.Documents;
using FlowFunctions.Flows.Files;
using FlowFunctions.Flows.Plans;
using FlowFunctions.Flows.Schema;
using FlowFunctions.Flows.Text;

namespace FlowFunctions.Flows.Compilation;

/// <summary>Compiles flow documents to plans and reports every problem at once. Instances can be used by several threads.</summary>
/// <param name="catalog">The step types that flows may use.</param>
public sealed class FlowCompiler(IStepCatalog catalog)
{
    /// <summary>Compiles a text; problems have a line and a column.</summary>
    /// <param name="text">The text.</param>
    /// <param name="format">JSON, YAML, or whichever it is.</param>
    /// <param name="files">
    /// The files of the flow's folder: paths in it, and the lower-case hexadecimal SHA-256 of each content. Null when they are not known: none
    /// is pinned then, and none is missing.
    /// </param>
    /// <returns>The plan, or what is wrong.</returns>
    public CompilationResult Compile(
        string text,
        TextFormat format = TextFormat.Auto,
        IReadOnlyDictionary<string, string>? files = null
    ) => Compile(text, format, files is null ? null : new FlowFolder(files));

    /// <summary>Compiles a text with the files of its folder; problems have a line and a column.</summary>
    /// <param name="text">The text.</param>
    /// <param name="format">JSON, YAML, or whichever it is.</param>
    /// <param name="folder">The flow's folder; null when it is not known.</param>
    /// <returns>The plan, or what is wrong.</returns>
    public CompilationResult Compile(string text, TextFormat format, FlowFolder? folder)
    {
        var textProblems = new List<TextProblem>();
        var document = TextDocument.Read(text, format, textProblems);
        var problems = new ProblemList(document);
        textProblems.ForEach(problems.Add);
        return document is null
            ? new CompilationResult(null, null, problems.ToOrderedList())
            : Compile(document.Root, folder, problems);
    }

    /// <summary>Compiles a document that is read already; problems have pointers only.</summary>
    /// <param name="document">The document.</param>
    /// <param name="folder">The flow's folder; null when it is not known.</param>
    /// <returns>The plan, or what is wrong.</returns>
    public CompilationResult Compile(JsonElement document, FlowFolder? folder = null)
    {
        var result = Compile(document.GetRawText(), TextFormat.Json, folder);
        return result with
        {
            Problems = [.. result.Problems.Select(static problem => problem with { Position = null })],
        };
    }

    private CompilationResult Compile(JsonElement root, FlowFolder? folder, ProblemList problems)
    {
        FlowSchema.Check(root, problems);
        var values = new List<ValueProblem>();
        var document = FlowDocument.Read(root, values);
        values.ForEach(problem => problems.Add(problem.Code, problem.Message, problem.Pointer));
        CheckLanguage(document, problems);
        CheckInput(document, problems);
        var index = FlowIndex.Build(document, catalog, problems);
        new GraphCheck(index, catalog, problems).Check(document);
        var files = new FileCheck(index, folder, problems);
        files.Check();
        var plan = problems.HasErrors
            ? null
            : PlanJson.ReadCanonical(PlanJson.Write(PlanDraft.Create(document, index, files.Pinned)));
        return new CompilationResult(plan, document, problems.ToOrderedList()) { UsesFiles = files.UsesFiles };
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
