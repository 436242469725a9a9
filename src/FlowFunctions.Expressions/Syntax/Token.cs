namespace FlowFunctions.Expressions.Syntax;

internal enum TokenKind
{
    End,
    Name,
    Number,
    Text,
    Template,
    Punctuator,
}

/// <summary>A token: <paramref name="Text"/> is the name, the punctuator or the cooked string.</summary>
internal readonly record struct Token(TokenKind Kind, int Start, int End, string Text, double Number = 0)
{
    public bool Is(string punctuator) => Kind == TokenKind.Punctuator && Text == punctuator;
}
