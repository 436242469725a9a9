using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Nodes;

namespace FlowFunctions.Expressions.Syntax;

/// <summary>
/// A recursive-descent parser of the expression grammar of ECMA-262 §13, cut down to what has no effect. Names are
/// resolved while parsing. Positions in nodes count from <c>origin</c>; those of errors are absolute.
/// </summary>
internal sealed partial class Parser
{
    /// <summary>Deepest nesting of brackets, operators and functions in the text.</summary>
    public const int MaxNesting = 200;

    /// <summary>Greatest height of the tree, such as the length of a chain of <c>+</c>.</summary>
    public const int MaxHeight = 500;

    /// <summary>Longest expression, in UTF-16 code units.</summary>
    public const int MaxLength = 65_536;

    private const string MisplacedFunction =
        "A function may stand only as an argument of a call, such as items.map(x => x.name), or be called itself.";

    private readonly Lexer _lexer;
    private readonly int _origin;
    private readonly SortedDictionary<int, ExpressionReference> _references = [];
    private Token _token;
    private int _nesting;

    private Parser(string text, int origin)
    {
        _lexer = new Lexer(text);
        _origin = origin;
        _token = _lexer.Read(origin);
    }

    /// <summary>Parses the one expression that begins at <paramref name="origin"/>, and says what stands after it.</summary>
    /// <exception cref="ExpressionSyntaxException">The text is not an expression of the language.</exception>
    public static (Node Tree, IReadOnlyList<ExpressionReference> References, Token Next) Parse(string text, int origin)
    {
        var parser = new Parser(text, origin);
        if (parser._token.Kind == TokenKind.End || parser._token.Is("}"))
            throw parser.Error("There is no expression.");
        var tree = parser.ParseExpression();
        return (tree, [.. parser._references.Values], parser._token);
    }

    /// <summary>What is wrong with a token that cannot go on where it stands.</summary>
    public static ExpressionSyntaxException Unexpected(Token token)
    {
        var message = token.Kind switch
        {
            TokenKind.End => "The expression ends too early.",
            TokenKind.Text => "A text is not expected here. Is an operator missing?",
            TokenKind.Template => "A template text is not expected here. Is an operator missing?",
            _ when token.Is("=>") => MisplacedFunction,
            _ when token.Is(",") => "The comma is not an operator here.",
            _ when token.Is(";") => "There are no statements; write one expression.",
            _ when IsAssignment(token) =>
                $"'{token.Text}' changes a value, and values do not change here. Did you mean '==='?",
            _ => $"'{token.Text}' is not expected here.",
        };
        return new ExpressionSyntaxException(message, token.Start);
    }

    private static bool IsAssignment(Token token) =>
        token.Kind == TokenKind.Punctuator
        && (
            token.Text is "=" or "++" or "--"
            || (token.Text[^1] == '=' && token.Text is not ("==" or "===" or "!=" or "!==" or "<=" or ">="))
        );

    private void Next()
    {
        _token = _lexer.Read(_token.End);
        if (_token.End - _origin > MaxLength)
            throw Error($"The expression is longer than {MaxLength} characters. Spread it over several steps.");
    }

    private bool Take(string punctuator)
    {
        if (!_token.Is(punctuator))
            return false;
        Next();
        return true;
    }

    private void Expect(string punctuator)
    {
        if (_token.Is(punctuator))
            Next();
        else if (_token.Kind == TokenKind.End)
            throw Error($"'{punctuator}' is missing.");
        else
            throw Unexpected(_token);
    }

    private ExpressionSyntaxException Error(string message) => new(message, _token.Start);

    private int Here(Token token) => token.Start - _origin;

    private Node Limit(Node node) =>
        node.Depth <= MaxHeight ? node : throw Error($"The expression nests deeper than {MaxHeight} operations.");

    private Node ParseExpression()
    {
        Descend();
        var node = ParseConditional();
        _nesting--;
        return node;
    }

    private void Descend()
    {
        if (++_nesting > MaxNesting)
            throw Error($"The expression nests deeper than {MaxNesting} levels.");
    }

    private Node ParseConditional()
    {
        var test = ParseBinary(0);
        var question = _token;
        if (!Take("?"))
            return test;
        var whenTrue = ParseExpression();
        Expect(":");
        var whenFalse = ParseExpression();
        return Limit(new ConditionalNode(Here(question), test, whenTrue, whenFalse));
    }

    /// <summary>Precedence climbing; <c>**</c> alone groups from the right.</summary>
    private Node ParseBinary(int lowest)
    {
        var left = ParseUnary();
        while (BinaryOperators.Find(_token) is { } found && found.Precedence >= lowest)
        {
            var token = _token;
            Next();
            Descend();
            var right = ParseBinary(found.Binary == BinaryOperator.Power ? found.Precedence : found.Precedence + 1);
            _nesting--;
            left = Limit(Combine(token, found, left, right));
        }
        return left;
    }

    private Node Combine(Token token, BinaryOperators.Entry found, Node left, Node right)
    {
        if (found.Logical is not { } logical)
            return new BinaryNode(Here(token), found.Binary, left, right);
        if (Mixes(logical, left) || Mixes(logical, right))
            throw new ExpressionSyntaxException("'??' beside '&&' or '||' needs parentheses.", token.Start);
        return new LogicalNode(Here(token), logical, left, right);
    }

    private bool Mixes(LogicalOperator op, Node operand) =>
        operand is LogicalNode { Operator: var other }
        && !_parenthesised.Contains(operand)
        && other == LogicalOperator.Coalesce != (op == LogicalOperator.Coalesce);

    private Node ParseUnary()
    {
        UnaryOperator? op = _token switch
        {
            { Kind: TokenKind.Name, Text: "typeof" } => UnaryOperator.TypeOf,
            { Kind: TokenKind.Punctuator, Text: "!" } => UnaryOperator.Not,
            { Kind: TokenKind.Punctuator, Text: "-" } => UnaryOperator.Minus,
            { Kind: TokenKind.Punctuator, Text: "+" } => UnaryOperator.Plus,
            { Kind: TokenKind.Punctuator, Text: "~" } => UnaryOperator.Complement,
            _ => null,
        };
        if (op is null)
            return ParsePostfix();
        var token = _token;
        Next();
        Descend();
        var operand = ParseUnary();
        _nesting--;
        if (_token.Is("**"))
            throw Error("Write the base of '**' in parentheses when a sign stands before it.");
        return Limit(new UnaryNode(Here(token), op.Value, operand));
    }
}
