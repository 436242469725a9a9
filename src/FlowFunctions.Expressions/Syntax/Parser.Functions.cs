using FlowFunctions.Expressions.Nodes;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Syntax;

/// <summary>
/// Arrow functions. Parentheses are first tried as a parameter list, which is cheap: parameters hold no nested
/// parentheses, except in defaults, and a default is proof of a parameter list.
/// </summary>
internal sealed partial class Parser
{
    private readonly Stack<List<string>> _functions = new();

    /// <summary>Parses <c>x =&gt; …</c> or <c>(…) =&gt; …</c>; null, with nothing read, where no function stands.</summary>
    private ArrowNode? TryParseArrow()
    {
        var start = _token;
        if (start.Kind == TokenKind.Name ? !_lexer.Read(start.End).Is("=>") : !start.Is("("))
            return null;
        var names = new List<string>();
        _functions.Push(names);
        var parameters = new List<Binding>();
        var found = TryParseParameters(parameters, out var rest) && _token.Is("=>");
        var arrow = found ? ParseBody(start, names, [.. parameters], rest) : null;
        _functions.Pop();
        if (!found)
            _token = start;
        return arrow;
    }

    private ArrowNode ParseBody(Token start, List<string> names, Binding[] parameters, Binding? rest)
    {
        Next();
        if (_token.Is("{"))
            throw Error("A function has no statements; write the value after '=>', an object in parentheses.");
        if (names.Distinct().Count() < names.Count)
            throw new ExpressionSyntaxException("Two parameters have the same name.", start.Start);
        var body = ParseExpression();
        return new ArrowNode(Here(start), parameters, rest, names.Count, body);
    }

    private bool TryParseParameters(List<Binding> parameters, out Binding? rest)
    {
        rest = null;
        if (_token.Kind == TokenKind.Name)
        {
            parameters.Add(ParseNameBinding());
            return true;
        }
        Next();
        while (!Take(")"))
        {
            if (Take("..."))
            {
                rest = TryParseTarget();
                return rest is not null && Take(")");
            }
            if (TryParseParameter() is not { } parameter)
                return false;
            parameters.Add(parameter);
            if (!_token.Is(")") && !Take(","))
                return false;
        }
        return true;
    }

    private Binding? TryParseParameter()
    {
        var target = TryParseTarget();
        return target is not null && Take("=") ? new DefaultBinding(target, ParseExpression()) : target;
    }

    private Binding? TryParseTarget()
    {
        if (_token.Kind == TokenKind.Name)
            return Constant(_token.Text) is null ? ParseNameBinding() : null;
        if (!_token.Is("[") && !_token.Is("{"))
            return null;
        Descend();
        Binding? target = Take("[") ? TryParseArrayPattern() : TryParseObjectPattern();
        _nesting--;
        return target;
    }

    private NameBinding ParseNameBinding()
    {
        var names = _functions.Peek();
        names.Add(_token.Text);
        Next();
        return new NameBinding(names.Count - 1);
    }

    private ArrayBinding? TryParseArrayPattern()
    {
        var items = new List<Binding?>();
        while (!Take("]"))
        {
            if (Take(","))
            {
                items.Add(null);
                continue;
            }
            if (Take("..."))
                return TryParseTarget() is { } rest && Take("]") ? new ArrayBinding([.. items], rest) : null;
            if (TryParseParameter() is not { } item)
                return null;
            items.Add(item);
            if (!_token.Is("]") && !Take(","))
                return null;
        }
        return new ArrayBinding([.. items], null);
    }

    private ObjectBinding? TryParseObjectPattern()
    {
        Next();
        var members = new List<(string, Binding)>();
        while (!Take("}"))
        {
            if (Take("..."))
                return _token.Kind == TokenKind.Name && ParseNameBinding() is { } rest && Take("}")
                    ? new ObjectBinding([.. members], rest)
                    : null;
            if (_token.Kind is not (TokenKind.Name or TokenKind.Text or TokenKind.Number))
                return null;
            var name = _token;
            var named = _lexer.Read(name.End).Is(":");
            if (named)
            {
                Next();
                Next();
            }
            if ((named || name.Kind == TokenKind.Name ? TryParseParameter() : null) is not { } target)
                return null;
            members.Add((name.Kind == TokenKind.Number ? NumberText.Format(name.Number) : name.Text, target));
            if (!_token.Is("}") && !Take(","))
                return null;
        }
        return new ObjectBinding([.. members], null);
    }

    private LocalNode? FindLocal(Token name)
    {
        var hops = 0;
        foreach (var names in _functions)
        {
            var slot = names.IndexOf(name.Text);
            if (slot >= 0)
                return new LocalNode(Here(name), hops, slot);
            hops++;
        }
        return null;
    }
}
