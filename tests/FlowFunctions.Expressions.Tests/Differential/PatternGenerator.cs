namespace FlowFunctions.Expressions.Tests.Differential;

/// <summary>Makes regular expressions and uses of them.</summary>
/// <param name="seed">The same seed makes the same.</param>
/// <param name="repeatsNothing">Whether what is repeated may match nothing.</param>
internal sealed class PatternGenerator(int seed, bool repeatsNothing = false)
{
    private static readonly string[] Characters =
    [
        "a",
        "b",
        "c",
        "1",
        "é",
        "-",
        ".",
        "\\w",
        "\\d",
        "\\s",
        "\\W",
        "[ab]",
        "[^a]",
        "[b-d1]",
        "[^\\s\\d]",
        "\\n",
    ];

    /// <summary>Only with the flag <c>u</c>, or of another meaning with it.</summary>
    private static readonly string[] UnicodeCharacters =
    [
        "😀",
        "[😀-😂é]",
        "[^😀]",
        "\\u{1f600}",
        "\\ud83d",
        "\\ude00",
        "\\p{L}",
        "\\p{Lu}",
        "\\P{Ll}",
        "[^\\p{N}b]",
        "ſ",
        "K",
        "Σ",
    ];
    private static readonly string[] Quantifiers = ["*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{2,}?", "{0,3}"];
    private static readonly string[] Assertions = ["^", "$", "\\b", "\\B"];
    private static readonly string[] Flags = ["", "g", "i", "gi", "m", "gm", "s", "gs", "u", "gu", "iu", "giu"];
    private static readonly string[] Subjects =
    [
        "'aabbc'",
        "'abcabc 11 ab'",
        "'Aé-b\\nab1'",
        "'a1b2c3 é é'",
        "''",
        "'bbbb'",
        "'a\\nb\\n\\nc'",
        "'ab-AB.ab'",
        "'a😀b😁 😀é'",
        "'😀😀a\\ud83db\\ude00\\ude00'",
        "'sſkK σςΣ'",
        "input.text",
        "input.unicode",
        "input.lone",
    ];

    private readonly Random _random = new(seed);

    private string[] _characters = Characters;

    public string Next()
    {
        var (pattern, flags, subject) = NextUse();
        var global = flags.Contains('g', StringComparison.Ordinal) ? flags : flags + "g";
        return _random.Next(6) switch
        {
            0 => $"{subject}.match(/{pattern}/{flags})",
            1 => $"{subject}.replace(/{pattern}/{flags}, '<$&|$1|$2>')",
            2 => $"{subject}.split(/{pattern}/{flags})",
            3 => $"{subject}.search(/{pattern}/{flags})",
            4 => $"/{pattern}/{flags}.test({subject})",
            _ => $"[...{subject}.matchAll(/{pattern}/{global})].map(m => [m.index, ...m])",
        };
    }

    /// <summary>A pattern, flags, and an expression of the text to look in.</summary>
    public (string Pattern, string Flags, string Subject) NextUse()
    {
        var (subject, flags) = (Pick(Subjects), Pick(Flags));
        var isUnicode = flags.Contains('u', StringComparison.Ordinal);
        _characters = isUnicode ? [.. Characters, .. UnicodeCharacters] : Characters;
        return (Alternatives(3), flags, subject);
    }

    private string Pick(string[] choices) => choices[_random.Next(choices.Length)];

    private string Alternatives(int depth) =>
        _random.Next(3) == 0 ? $"{Sequence(depth)}|{Sequence(depth)}" : Sequence(depth);

    /// <summary>A sequence with one part that must match a character, unless it may match nothing.</summary>
    private string Sequence(int depth)
    {
        var solid = repeatsNothing ? [] : new[] { Solid(depth) };
        string[] parts = [.. Enumerable.Range(0, _random.Next(3)).Select(_ => Part(depth)), .. solid];
        _random.Shuffle(parts);
        return string.Concat(parts);
    }

    private string Part(int depth) =>
        _random.Next(6) switch
        {
            0 => Pick(Assertions),
            1 or 2 => Solid(depth) + Pick(Quantifiers),
            _ => Solid(depth),
        };

    private string Solid(int depth) =>
        depth == 0 || _random.Next(3) > 0 ? Pick(_characters) : $"{Pick(["(", "(?:"])}{Alternatives(depth - 1)})";
}
