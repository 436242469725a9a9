using System.Text.Json;
using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Templates;

namespace FlowFunctions.Expressions;

/// <summary>
/// A JSON value whose strings may hold <c>{{ expression }}</c>. A string that is exactly one expression gives its value
/// as it is; otherwise the parts are joined as text. Immutable; parse once and evaluate often, from any thread.
/// </summary>
public sealed class JsonTemplate
{
    /// <summary>What an expression begins with in a text.</summary>
    public const string Opening = "{{";

    private readonly TemplateNode _root;
    private readonly string _pointer;
    private ILookup<(string Root, string Member), TemplateReference>? _byMember;

    private JsonTemplate(TemplateNode root, string pointer, IReadOnlyList<TemplateReference> references)
    {
        _root = root;
        _pointer = pointer;
        References = references;
    }

    /// <summary>The JSON the template was read from.</summary>
    public JsonElement Source => _root.Source;

    /// <summary>Whether no string holds an expression, so that the value is always <see cref="Source"/>.</summary>
    public bool IsConstant => _root.IsConstant;

    /// <summary>Each use of a name, in order of the document. Pointers start at the template that was parsed.</summary>
    public IReadOnlyList<TemplateReference> References { get; }

    /// <summary>
    /// Each use of a member of a name, such as <c>steps.fetch</c>, in order of the document. It is found without looking at the others, of
    /// which a scope's output may have thousands.
    /// </summary>
    public IEnumerable<TemplateReference> ReferencesTo(string root, string member) =>
        References.Count == 0 ? [] : (_byMember ??= ByMember())[(root, member)];

    /// <summary>Reads a template.</summary>
    /// <exception cref="ExpressionSyntaxException">The first problem, with its pointer and its offset in the string.</exception>
    public static JsonTemplate Parse(JsonElement value)
    {
        var problems = new List<TemplateProblem>();
        return TryParse(value, problems)
            ?? throw new ExpressionSyntaxException(problems[0].Message, problems[0].Offset, problems[0].Pointer);
    }

    /// <summary>Reads a template and reports every problem; null if there is any.</summary>
    public static JsonTemplate? TryParse(JsonElement value, ICollection<TemplateProblem> problems)
    {
        var found = problems.Count;
        var reader = new TemplateReader(problems);
        var root = reader.Read(value, "");
        return problems.Count == found ? new JsonTemplate(root, "", reader.References) : null;
    }

    /// <summary>Whether a string would be read as a template.</summary>
    public static bool HasExpression(string text) => text.Contains(Opening, StringComparison.Ordinal);

    /// <summary>
    /// The value. An <c>undefined</c> whole or list item becomes null; an undefined member of an object is left out.
    /// The limits of the scope bound the template as a whole.
    /// </summary>
    /// <exception cref="ExpressionException">An expression failed or a limit was passed.</exception>
    public JsonElement Evaluate(ExpressionScope scope)
    {
        if (IsConstant)
            return Source;
        if (_root is TextTemplate { Whole: { } expression })
            return EvaluateWhole(expression, scope);
        var run = new EvaluationRun(scope);
        var writer = Result.Writer(run);
        _root.Write(run, writer);
        return Result.Parse(run, writer);
    }

    /// <summary>The part of the template that stands for one property of its object; it was parsed with the whole.</summary>
    public bool TryGetMember(string name, out JsonTemplate member)
    {
        member = this;
        if (_root is not ObjectTemplate template || !template.TryGet(name, out var node))
            return false;
        var pointer = _pointer + TemplateReader.Token(name);
        var inside = References.Where(use =>
            use.Pointer == pointer || use.Pointer.StartsWith(pointer + "/", StringComparison.Ordinal)
        );
        member = new JsonTemplate(node, pointer, [.. inside]);
        return true;
    }

    private ILookup<(string Root, string Member), TemplateReference> ByMember() =>
        References
            .Where(static use => use.Reference.Path.Count > 0)
            .ToLookup(static use => (use.Reference.Root, use.Reference.Path[0]));

    private static JsonElement EvaluateWhole(Expression expression, ExpressionScope scope)
    {
        try
        {
            return expression.Evaluate(scope) is { ValueKind: not JsonValueKind.Undefined } value ? value : Null;
        }
        catch (ExpressionException exception)
        {
            throw TemplateText.Locate(exception, expression);
        }
    }

    private static JsonElement Null { get; } = JsonElement.Parse("null");
}
