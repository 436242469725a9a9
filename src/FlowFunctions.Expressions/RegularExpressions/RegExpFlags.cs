namespace FlowFunctions.Expressions.RegularExpressions;

/// <summary>The flags of a regular expression that the language has.</summary>
internal readonly record struct RegExpFlags(bool Global, bool IgnoreCase, bool Multiline, bool DotAll, bool Unicode)
{
    /// <summary>WordCharacters of ECMA-262 §22.2.2.9.3.</summary>
    public CharSet Words => Unicode && IgnoreCase ? CharSet.Words.IgnoreCase(unicode: true) : CharSet.Words;

    public static RegExpFlags Parse(string flags, int position)
    {
        if (flags.Distinct().Count() < flags.Length)
            throw new ExpressionSyntaxException("A flag of the regular expression stands there twice.", position);
        foreach (var flag in flags)
        {
            if (!"gimsu".Contains(flag, StringComparison.Ordinal))
                throw new ExpressionSyntaxException(
                    $"The flag '{flag}' of a regular expression is not available; g, i, m, s and u are.",
                    position
                );
        }
        return new RegExpFlags(
            flags.Contains('g'),
            flags.Contains('i'),
            flags.Contains('m'),
            flags.Contains('s'),
            flags.Contains('u')
        );
    }

    /// <summary>The flags in alphabetical order.</summary>
    public override string ToString() =>
        $"{(Global ? "g" : "")}{(IgnoreCase ? "i" : "")}{(Multiline ? "m" : "")}{(DotAll ? "s" : "")}{(Unicode ? "u" : "")}";
}
