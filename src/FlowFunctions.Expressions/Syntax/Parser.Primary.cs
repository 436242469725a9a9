using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Library;
using FlowFunctions.Expressions.Nodes;
using FlowFunctions.Expressions.RegularExpressions;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Syntax;

internal sealed partial class Parser
{
    private readonly HashSet<Node> _parenthesised = [];

    private Node ParsePostfix()
    {
        var start = _token;
        var node = ParsePrimary();
        var optional = false;
        while (true)
        {
            var token = _token;
            if (token.Kind == TokenKind.Template)
                throw Unexpected(token);
            if (Take("?."))
            {
                optional = true;
                node = ParseLink(node, token, true);
            }
            else if (token.Is(".") || token.Is("[") || token.Is("("))
                node = ParseLink(node, token, false);
            else
                break;
            Limit(node);
        }
        if (node is ArrowNode)
            throw new ExpressionSyntaxException(MisplacedFunction, start.Start);
        AddReference(node);
        return optional ? new ChainNode(node) : node;
    }

    private Node ParseLink(Node target, Token token, bool optional)
    {
        if (Take("("))
        {
            if (!optional)
                CheckMethodName(target);
            return new CallNode(target.Position, target, ParseArguments(), optional);
        }
        if (Take("["))
        {
            var key = ParseExpression();
            Expect("]");
            return key is ConstantNode { Value: { Kind: ValueKind.String or ValueKind.Number } constant }
                ? Member(target, key, StaticName(constant), optional)
                : new IndexNode(key.Position, target, key, optional);
        }
        if (!optional)
            Next();
        if (_token.Kind != TokenKind.Name)
            throw _token.Kind == TokenKind.End ? Error("A name is missing after the dot.") : Unexpected(_token);
        var name = _token;
        Next();
        return Member(target, new ConstantNode(Here(name), name.Text), name.Text, optional);
    }

    private static string StaticName(Value key) => key.IsString ? key.Text : NumberText.Format(key.Number);

    private MemberNode Member(Node target, Node key, string name, bool optional)
    {
        if (Properties.IsRefused(name))
            throw new ExpressionSyntaxException(Properties.RefusedMessage(name), key.Position + _origin);
        return new MemberNode(key.Position, target, name, optional);
    }

    /// <summary>No value has methods but the library's, so that an unknown name is a mistake wherever it stands.</summary>
    private void CheckMethodName(Node callee)
    {
        if (callee is MemberNode { Name: var name, Position: var position } && !Methods.IsKnown(name))
            throw new ExpressionSyntaxException(Methods.UnknownMessage(name), position + _origin);
    }

    /// <summary>Notes the static path of a chain that begins with a name of the scope; a longer chain comes after its parts.</summary>
    private void AddReference(Node node)
    {
        var path = new List<string>();
        for (; ; )
        {
            switch (node)
            {
                case ChainNode chain:
                    node = chain.Chain;
                    continue;
                case CallNode { Callee: LinkNode callee }:
                    path.Clear();
                    node = callee.Target;
                    continue;
                case MemberNode member:
                    path.Add(member.Name);
                    node = member.Target;
                    continue;
                case IndexNode index:
                    path.Clear();
                    node = index.Target;
                    continue;
                case RootNode root:
                    path.Reverse();
                    _references[root.Position] = new ExpressionReference(root.Name, path, root.Position);
                    return;
                default:
                    return;
            }
        }
    }

    private Node ParsePrimary()
    {
        var token = _token;
        switch (token.Kind)
        {
            case TokenKind.Number:
                Next();
                return new ConstantNode(Here(token), token.Number);
            case TokenKind.Text:
                Next();
                return new ConstantNode(Here(token), token.Text);
            case TokenKind.Template:
                return ParseTemplate();
            case TokenKind.Name:
                return ParseName();
        }
        if (token.Is("("))
            return ParseParenthesised();
        if (token.Is("["))
            return ParseArray();
        if (token.Is("{"))
            return ParseObject();
        if (token.Is("/") || token.Is("/="))
            return ParseRegExp();
        throw Unexpected(token);
    }

    private ConstantNode ParseRegExp()
    {
        var start = _token.Start;
        var (pattern, flags, end) = _lexer.ReadRegExp(start);
        _token = _lexer.Read(end);
        return new ConstantNode(start - _origin, RegExpValue.Parse(pattern, flags, start));
    }

    private Node ParseParenthesised()
    {
        if (TryParseArrow() is { } arrow)
            throw new ExpressionSyntaxException(MisplacedFunction, arrow.Position + _origin);
        Next();
        var node = TryParseArrow() ?? ParseExpression();
        Expect(")");
        if (node is LogicalNode)
            _parenthesised.Add(node);
        return node;
    }

    private TemplateNode ParseTemplate()
    {
        var start = _token;
        var texts = new List<string>();
        var values = new List<Node>();
        var end = start.End;
        while (true)
        {
            var (text, next, closed) = _lexer.ReadTemplatePart(end);
            texts.Add(text);
            if (closed)
            {
                _token = _lexer.Read(next);
                return new TemplateNode(Here(start), [.. texts], [.. values]);
            }
            _token = _lexer.Read(next);
            values.Add(ParseExpression());
            if (!_token.Is("}"))
                throw Unexpected(_token);
            end = _token.End;
        }
    }

    private ArrayNode ParseArray()
    {
        var start = _token;
        Next();
        return new ArrayNode(Here(start), ParseItems("]", false));
    }

    private Node[] ParseArguments() => ParseItems(")", true);

    private Node[] ParseItems(string close, bool functions)
    {
        var items = new List<Node>();
        while (!Take(close))
        {
            var token = _token;
            if (token.Is(",") && close == "]")
                throw Error("A list may not have gaps; write undefined.");
            if (Take("..."))
                items.Add(new SpreadNode(Here(token), ParseExpression()));
            else
                items.Add((functions ? TryParseArrow() : null) ?? ParseExpression());
            if (!_token.Is(close))
                Expect(",");
        }
        return [.. items];
    }

    private ObjectNode ParseObject()
    {
        var start = _token;
        Next();
        var properties = new List<PropertyNode>();
        while (!Take("}"))
        {
            properties.Add(ParseProperty());
            if (!_token.Is("}"))
                Expect(",");
        }
        return new ObjectNode(Here(start), [.. properties]);
    }

    private PropertyNode ParseProperty()
    {
        var token = _token;
        if (Take("..."))
            return new PropertyNode(null, ParseExpression());
        if (Take("["))
        {
            var computed = ParseExpression();
            Expect("]");
            Expect(":");
            return new PropertyNode(computed, ParseExpression());
        }
        var name = token.Kind switch
        {
            TokenKind.Name or TokenKind.Text => token.Text,
            TokenKind.Number => NumberText.Format(token.Number),
            _ => throw Unexpected(token),
        };
        if (Properties.IsRefused(name))
            throw Error(Properties.RefusedMessage(name));
        var key = new ConstantNode(Here(token), name);
        if (token.Kind == TokenKind.Name)
        {
            var value = ParseShorthand(token);
            if (value is not null)
                return new PropertyNode(key, value);
        }
        else
            Next();
        Expect(":");
        return new PropertyNode(key, ParseExpression());
    }

    /// <summary><c>{ name }</c>; null if the name is followed by its value.</summary>
    private Node? ParseShorthand(Token name)
    {
        var after = _lexer.Read(name.End);
        if (!after.Is(",") && !after.Is("}"))
        {
            Next();
            return null;
        }
        var node = ParseName();
        AddReference(node);
        return node;
    }
}
