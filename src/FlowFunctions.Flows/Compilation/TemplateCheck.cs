using System.Text.Json;
using FlowFunctions.Expressions;
using FlowFunctions.Flows.Schema;
using FlowFunctions.Flows.Text;

namespace FlowFunctions.Flows.Compilation;

/// <summary>Parses the flow's templates and checks what their expressions refer to.</summary>
internal sealed class TemplateCheck(FlowIndex index, ProblemList problems)
{
    private readonly List<UpstreamQuestion> _questions = [];

    /// <summary>The steps whose place before a user is still to be checked, by scope.</summary>
    public ILookup<IndexedScope, UpstreamQuestion> Questions =>
        _questions.ToLookup(static question => question.Source.Scope);

    /// <summary>Checks a template.</summary>
    /// <returns>The template, or null when there is none or it has errors.</returns>
    public JsonTemplate? Check(JsonElement source, string pointer, TemplatePlace place)
    {
        if (source.ValueKind == JsonValueKind.Undefined)
        {
            return null;
        }

        var errors = new List<TemplateProblem>();
        if (JsonTemplate.TryParse(source, errors) is { } template)
        {
            CheckReferences(template, pointer, place);
            return template;
        }

        foreach (var error in errors)
        {
            problems.AddInString(ProblemCodes.Expression, error.Message, pointer + error.Pointer, error.Offset);
        }

        CheckStrings(source, pointer, place);
        return null;
    }

    private void CheckReferences(JsonTemplate template, string pointer, TemplatePlace place, string inner = "")
    {
        foreach (var use in template.References)
        {
            Check(new Reference(use with { Pointer = inner + use.Pointer }, pointer, place));
        }
    }

    /// <summary>A syntax error in one string must not hide what is wrong in the others.</summary>
    private void CheckStrings(JsonElement source, string pointer, TemplatePlace place, string inner = "")
    {
        if (source.ValueKind == JsonValueKind.String && JsonTemplate.TryParse(source, []) is { } template)
        {
            CheckReferences(template, pointer, place, inner);
        }
        else if (source.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in source.EnumerateObject())
            {
                CheckStrings(member.Value, pointer, place, JsonPointer.Append(inner, member.Name));
            }
        }
        else if (source.ValueKind == JsonValueKind.Array)
        {
            foreach (var (index, item) in source.EnumerateArray().Index())
            {
                CheckStrings(item, pointer, place, JsonPointer.Append(inner, index));
            }
        }
    }

    private void Check(Reference reference)
    {
        var (root, place) = (reference.Root, reference.Place);
        if (root == "secrets")
        {
            CheckSecret(reference);
        }
        else if (place.NamesAt(reference.InnerPointer) is var names && !names.Contains(root))
        {
            Report(reference, ProblemCodes.NotInScope, NotInScope(root, place, names));
        }
        else if (root == "steps")
        {
            CheckStep(reference);
        }
    }

    private static string NotInScope(string root, TemplatePlace place, IReadOnlyList<string> names)
    {
        var reason =
            root is "item" or "index" or "items" && names.Contains("steps")
                ? $"'{root}' exists only in the body of a loop"
                : $"'{root}' means nothing in {place.Description}{Spelling.Hint(root, names)}";
        return $"{reason}. The names here are {string.Join(", ", names)}.";
    }

    private void CheckSecret(Reference reference)
    {
        if (reference.Place.User is { Type: null })
        {
            // Which fields take secrets is not known; that the type does not exist is reported already.
            return;
        }

        if (!reference.Place.AllowsSecret(reference.InnerPointer))
        {
            Report(reference, ProblemCodes.SecretNotAllowed, SecretNotAllowed(reference.Place));
        }
        else if (reference.Name is null)
        {
            Report(
                reference,
                ProblemCodes.SecretNotAllowed,
                "Name the secret, as in secrets.API_KEY; a computed name is refused."
            );
        }
    }

    private static string SecretNotAllowed(TemplatePlace place) =>
        place.User?.Type is { SecretInputs: { Count: > 0 } inputs } type
            ? $"A secret may not stand here. A {type.Id} step takes secrets in {string.Join(", ", inputs)} of its 'with' only."
            : $"A secret may not stand in {place.Description}: its value would be stored. "
                + (place.User?.Type?.SecretAdvice ?? "Use it in a field that takes secrets, such as an HTTP header.");

    private void CheckStep(Reference reference)
    {
        if (reference.Name is not { } id)
        {
            const string Message =
                "Name the step, as in steps.fetch or steps['fetch']: which steps are needed must be known before the run.";
            Report(reference, ProblemCodes.ComputedStep, Message);
        }
        else if (index.Find(id) is { } source)
        {
            CheckPlace(reference, source);
        }
        else
        {
            Report(reference, ProblemCodes.UnknownStep, $"There is no step '{id}'{index.Hint(id)}.");
        }
    }

    private void CheckPlace(Reference reference, IndexedStep source)
    {
        var scope = reference.Place.Scope!;
        var user = source.Scope == scope ? reference.Place.User : scope.LoopIn(source.Scope);
        if (source.Scope != scope && user is null)
        {
            Report(reference, ProblemCodes.NotUpstream, InsideLoop(scope, source));
        }
        else if (user == source)
        {
            var message =
                source.Scope == scope
                    ? "A step cannot use its own result."
                    : $"'{source.Id}' is the loop that this is in; it has no result yet.";
            Report(reference, ProblemCodes.NotUpstream, message);
        }
        else if (user is not null)
        {
            _questions.Add(new UpstreamQuestion(source, user, reference));
        }
    }

    private static string InsideLoop(IndexedScope scope, IndexedStep source)
    {
        var loop = source.Scope.Owner!;
        while (loop.Scope != scope && scope.LoopIn(loop.Scope) is null)
        {
            loop = loop.Scope.Owner!;
        }

        return $"'{source.Id}' is in the body of '{loop.Id}' and runs once for each iteration. Outside of the loop use steps.{loop.Id}.output.";
    }

    /// <summary>Answers the questions about one scope.</summary>
    public void CheckUpstream(ScopeGraph graph, IEnumerable<UpstreamQuestion> questions)
    {
        var asked = questions.ToArray();
        var answers = UpstreamSearch.Answer(graph, [.. asked.Select(static one => (one.Source.Index, one.User.Index))]);
        foreach (var (question, upstream) in asked.Zip(answers))
        {
            if (!upstream)
            {
                var (source, user) = (question.Source.Id, question.User.Id);
                Report(
                    question.Reference,
                    ProblemCodes.NotUpstream,
                    $"'{source}' does not come before '{user}': no path of edges leads from it to '{user}'. Add an edge, or use a step that comes before."
                );
            }
        }
    }

    private void Report(Reference reference, string code, string message) =>
        problems.AddInString(code, message, reference.Pointer, reference.Offset);

    /// <summary>A name that a template uses, with its place.</summary>
    internal sealed record Reference(TemplateReference Use, string Template, TemplatePlace Place)
    {
        public string Root => Use.Reference.Root;

        public string? Name => Use.Reference.Path.Count > 0 ? Use.Reference.Path[0] : null;

        public string InnerPointer => Use.Pointer;

        public string Pointer => Template + Use.Pointer;

        public int Offset => Use.Offset;
    }

    /// <summary>Does the source come before the user?</summary>
    internal sealed record UpstreamQuestion(IndexedStep Source, IndexedStep User, Reference Reference);
}
