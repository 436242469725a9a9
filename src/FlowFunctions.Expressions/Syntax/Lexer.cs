using System.Globalization;
using System.Text;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Syntax;

/// <summary>Reads tokens of ECMA-262 §12 where the parser asks for them, so that it decides what <c>/</c> and <c>}</c> begin.</summary>
internal sealed class Lexer(string text)
{
    private const string AllPunctuators =
        ">>>= ... === !== >>> **= <<= >>= &&= ||= ??= => == != <= >= && || ?? ?. << >> ** ++ -- += -= *= /= %= &= |= ^= "
        + "{ } ( ) [ ] . , ; < > + - * / % & | ^ ! ~ ? : =";

    /// <summary>The punctuators by their first character, longer ones first.</summary>
    private static readonly ILookup<char, string> Punctuators = AllPunctuators.Split(' ').ToLookup(text => text[0]);

    public Token Read(int position)
    {
        var start = SkipSpace(position);
        if (start >= text.Length)
            return new Token(TokenKind.End, start, start, "");
        var c = text[start];
        if (IsNameStart(c))
            return ReadName(start);
        if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(At(start + 1))))
            return ReadNumber(start);
        return c switch
        {
            '"' or '\'' => ReadText(start),
            '`' => new Token(TokenKind.Template, start, start + 1, "`"),
            _ => ReadPunctuator(start),
        };
    }

    /// <summary>Reads the characters of a template literal up to <c>${</c> or the closing backtick, which it steps over.</summary>
    public (string Cooked, int End, bool Closed) ReadTemplatePart(int position)
    {
        var cooked = new StringBuilder();
        for (var i = position; i < text.Length; )
        {
            var c = text[i];
            if (c == '`')
                return (cooked.ToString(), i + 1, true);
            if (c == '$' && At(i + 1) == '{')
                return (cooked.ToString(), i + 2, false);
            if (c == '\r')
            {
                cooked.Append('\n');
                i += At(i + 1) == '\n' ? 2 : 1;
            }
            else if (c == '\\')
                i = ReadEscape(i, cooked);
            else
            {
                cooked.Append(c);
                i++;
            }
        }
        throw new ExpressionSyntaxException("The template text is not closed with a backtick.", position - 1);
    }

    /// <summary>Reads a regular expression literal that begins with the slash at <paramref name="start"/>.</summary>
    public (string Pattern, string Flags, int End) ReadRegExp(int start)
    {
        if (At(start + 1) is '/' or '*')
            throw new ExpressionSyntaxException("There are no comments. An empty regular expression is /(?:)/.", start);
        var inClass = false;
        for (var i = start + 1; i < text.Length && !IsLineEnd(text[i]); i++)
        {
            var c = text[i];
            if (c == '\\')
                i++;
            else if (c == '[')
                inClass = true;
            else if (c == ']')
                inClass = false;
            else if (c == '/' && !inClass)
            {
                var end = SkipNameParts(i + 1);
                return (text[(start + 1)..i], text[(i + 1)..end], end);
            }
        }
        throw new ExpressionSyntaxException("The regular expression is not closed with '/'.", start);
    }

    private static bool IsLineEnd(char c) => c is '\n' or '\r' or '\u2028' or '\u2029';

    private static bool IsNameStart(char c) =>
        char.IsAsciiLetter(c) || c is '_' or '$' || (c > 127 && char.IsLetter(c));

    private static bool IsNamePart(char c) =>
        IsNameStart(c)
        || char.IsAsciiDigit(c)
        || (
            c > 127
            && char.GetUnicodeCategory(c)
                is UnicodeCategory.NonSpacingMark
                    or UnicodeCategory.SpacingCombiningMark
                    or UnicodeCategory.DecimalDigitNumber
                    or UnicodeCategory.ConnectorPunctuation
        );

    private char At(int index) => index < text.Length ? text[index] : '\0';

    private int SkipSpace(int i)
    {
        while (i < text.Length && NumberText.IsSpace(text[i]))
            i++;
        return i;
    }

    private Token ReadName(int start)
    {
        var end = SkipNameParts(start);
        return new Token(TokenKind.Name, start, end, text[start..end]);
    }

    private Token ReadNumber(int start)
    {
        var hasPrefix = text[start] == '0' && char.IsAsciiLetter(At(start + 1)) && At(start + 1) is not ('e' or 'E');
        var end = hasPrefix ? SkipNameParts(start) : SkipDecimal(start);
        var literal = text[start..SkipNameParts(end)];
        var number = NumberText.ParseLiteral(literal);
        if (double.IsNaN(number))
            throw new ExpressionSyntaxException($"'{literal}' is not a number.", start);
        return new Token(TokenKind.Number, start, end, literal, number);
    }

    private int SkipDecimal(int i)
    {
        i = SkipDigits(i);
        if (At(i) == '.')
            i = SkipDigits(i + 1);
        if (At(i) is 'e' or 'E')
            i = SkipDigits(At(i + 1) is '+' or '-' ? i + 2 : i + 1);
        return i;
    }

    private int SkipDigits(int i)
    {
        while (char.IsAsciiDigit(At(i)) || At(i) == '_')
            i++;
        return i;
    }

    private int SkipNameParts(int i)
    {
        while (IsNamePart(At(i)))
            i++;
        return i;
    }

    private Token ReadText(int start)
    {
        var cooked = new StringBuilder();
        for (var i = start + 1; i < text.Length && text[i] is not ('\n' or '\r'); )
        {
            var c = text[i];
            if (c == text[start])
                return new Token(TokenKind.Text, start, i + 1, cooked.ToString());
            if (c == '\\')
            {
                i = ReadEscape(i, cooked);
                continue;
            }
            cooked.Append(c);
            i++;
        }
        throw new ExpressionSyntaxException($"The text is not closed with {text[start]}.", start);
    }

    private int ReadEscape(int backslash, StringBuilder cooked)
    {
        var i = backslash + 1;
        switch (At(i))
        {
            case 'x':
                cooked.Append((char)ReadHex(backslash, i + 1, 2));
                return i + 3;
            case 'u' when At(i + 1) == '{':
                return ReadCodePoint(backslash, cooked);
            case 'u':
                cooked.Append((char)ReadHex(backslash, i + 1, 4));
                return i + 5;
            case '\r':
                return At(i + 1) == '\n' ? i + 2 : i + 1;
            case '\n' or '\u2028' or '\u2029':
                return i + 1;
            case '0' when !char.IsAsciiDigit(At(i + 1)):
                cooked.Append('\0');
                return i + 1;
            case >= '0' and <= '9':
                throw new ExpressionSyntaxException(
                    "Octal escapes are not part of the language; write \\x or \\u.",
                    backslash
                );
            default:
                cooked.Append(Unescape(At(i)));
                return i + 1;
        }
    }

    private static char Unescape(char c) =>
        c switch
        {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\b',
            'f' => '\f',
            'v' => '\v',
            _ => c,
        };

    private int ReadCodePoint(int backslash, StringBuilder cooked)
    {
        var close = text.IndexOf('}', backslash);
        var digits = close < 0 ? default : text.AsSpan((backslash + 3)..close);
        if (
            !int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            || code is < 0 or > 0x10FFFF
        )
            throw new ExpressionSyntaxException("\\u{…} needs a code point of at most 10FFFF.", backslash);
        NumberText.AppendCodePoint(cooked, code);
        return close + 1;
    }

    private int ReadHex(int backslash, int start, int length)
    {
        if (
            start + length <= text.Length
            && int.TryParse(
                text.AsSpan(start, length),
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out var value
            )
        )
            return value;
        throw new ExpressionSyntaxException($"The escape needs {length} hexadecimal digits.", backslash);
    }

    private Token ReadPunctuator(int start)
    {
        foreach (var candidate in Punctuators[text[start]])
        {
            var isChain = candidate != "?." || !char.IsAsciiDigit(At(start + 2));
            if (isChain && string.CompareOrdinal(text, start, candidate, 0, candidate.Length) == 0)
                return new Token(TokenKind.Punctuator, start, start + candidate.Length, candidate);
        }
        throw new ExpressionSyntaxException($"The character '{text[start]}' has no meaning here.", start);
    }
}
