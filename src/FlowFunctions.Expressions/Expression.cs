using System.Text.Json;
using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Nodes;
using FlowFunctions.Expressions.Syntax;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions;

/// <summary>
/// One expression of the language (docs/expressions.md), without the <c>{{ }}</c> around it. It is immutable: parse it
/// once and evaluate it as often as needed, from any thread.
/// </summary>
public sealed class Expression
{
    private readonly Node _tree;
    private readonly StaticPath? _path;

    private Expression(string text, Node tree, IReadOnlyList<ExpressionReference> references)
    {
        Text = text;
        References = references;
        _tree = tree;
        _path = StaticPath.Find(tree);
    }

    /// <summary>The text as it was parsed.</summary>
    public string Text { get; }

    /// <summary>Each use of a name of the scope, in order of position; those inside functions too.</summary>
    public IReadOnlyList<ExpressionReference> References { get; }

    /// <summary>Reads an expression.</summary>
    /// <exception cref="ExpressionSyntaxException">The text is not an expression of the language.</exception>
    public static Expression Parse(string text)
    {
        var (tree, references, next) = Parser.Parse(text, 0);
        return next.Kind == TokenKind.End ? new Expression(text, tree, references) : throw Parser.Unexpected(next);
    }

    /// <summary>The value of the expression; <c>undefined</c> is the default element, NaN and infinities are null.</summary>
    /// <exception cref="ExpressionException">The evaluation failed, passed a limit, or gave a function.</exception>
    public JsonElement Evaluate(ExpressionScope scope)
    {
        if (_path is not null && _path.TryRead(scope, out var element))
            return element;
        var run = new EvaluationRun(scope);
        return Result.ToJson(run, Evaluate(run));
    }

    /// <summary>Whether JavaScript takes the value for true.</summary>
    /// <exception cref="ExpressionException">The evaluation failed or passed a limit.</exception>
    public bool EvaluateBoolean(ExpressionScope scope) => Coerce.ToBoolean(Evaluate(new EvaluationRun(scope)));

    /// <summary>
    /// Reads the expression between <c>{{</c>, which ends at <paramref name="start"/>, and <c>}}</c>, and gives the
    /// offset after it.
    /// </summary>
    internal static (Expression Expression, int Start, int End) ParseInText(string text, int start)
    {
        while (start < text.Length && NumberText.IsSpace(text[start]))
            start++;
        var (tree, references, next) = Parser.Parse(text, start);
        if (next.Kind == TokenKind.End)
            throw new ExpressionSyntaxException("'{{' is not closed with '}}'.", next.Start);
        if (!next.Is("}") || next.End >= text.Length || text[next.End] != '}')
            throw Parser.Unexpected(next);
        return (new Expression(text[start..next.Start].TrimEnd(), tree, references), start, next.End + 1);
    }

    internal Value Evaluate(EvaluationRun run) => _tree.Evaluate(run, null);
}
