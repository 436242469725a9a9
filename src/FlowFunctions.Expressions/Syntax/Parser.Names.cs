using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Library;
using FlowFunctions.Expressions.Nodes;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Syntax;

internal sealed partial class Parser
{
    private Node ParseName()
    {
        var token = _token;
        if (FindLocal(token) is { } local)
        {
            Next();
            return local;
        }
        if (Constant(token.Text) is { } constant)
        {
            Next();
            return new ConstantNode(Here(token), constant);
        }
        var root = RootNames.Find(token.Text);
        if (root >= 0)
        {
            Next();
            return new RootNode(Here(token), root);
        }
        if (Globals.Find(token.Text) is { } global)
            return ParseGlobal(token, global);
        throw _lexer.Read(token.End).Is("=>")
            ? new ExpressionSyntaxException(MisplacedFunction, token.Start)
            : UnknownName(token);
    }

    private static Value? Constant(string name) =>
        name switch
        {
            "true" => (Value)true,
            "false" => false,
            "null" => Value.Null,
            "undefined" => Value.Undefined,
            "NaN" => Value.NaN,
            "Infinity" => double.PositiveInfinity,
            _ => (Value?)null,
        };

    private ConstantNode ParseGlobal(Token token, Global global)
    {
        Next();
        if (_token.Is(".") || _token.Is("?."))
        {
            Next();
            return GlobalMember(token, global, _token, _token.Kind == TokenKind.Name ? _token.Text : "");
        }
        if (_token.Is("[") && _lexer.Read(_token.End) is { Kind: TokenKind.Text } key && _lexer.Read(key.End).Is("]"))
        {
            Next();
            var member = GlobalMember(token, global, key, key.Text);
            Expect("]");
            return member;
        }
        if (global.Function is { } function)
            return new ConstantNode(Here(token), function);
        throw new ExpressionSyntaxException(
            $"'{token.Text}' is not a value; name what you need of it, such as {token.Text}.{global.Members.Keys.First()}.",
            token.Start
        );
    }

    private ConstantNode GlobalMember(Token owner, Global global, Token member, string name)
    {
        if (global.Members.TryGetValue(name, out var value))
        {
            Next();
            return new ConstantNode(Here(member), value);
        }
        if (Properties.IsRefused(name))
            throw new ExpressionSyntaxException(Properties.RefusedMessage(name), member.Start);
        throw new ExpressionSyntaxException(
            Globals.Hint($"{owner.Text}.{name}")
                ?? $"There is no '{owner.Text}.{name}'.{Spelling.Suggest(name, global.Members.Keys)}",
            member.Start
        );
    }

    private static ExpressionSyntaxException UnknownName(Token token)
    {
        var message =
            Globals.Hint(token.Text)
            ?? $"Unknown name '{token.Text}'; names in scope: {RootNames.Listing}."
                + Spelling.Suggest(token.Text, [.. RootNames.All, .. Globals.Names]);
        return new ExpressionSyntaxException(message, token.Start);
    }
}
