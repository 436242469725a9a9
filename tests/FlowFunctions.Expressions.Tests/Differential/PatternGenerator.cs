namespace FlowFunctions.Expressions.Tests.Differential;

/// <summary>Makes regular expressions and uses of them.</summary>
internal sealed class PatternGenerator(int seed)
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
        var (subject, flags) = (Pick(Subjects), Pick(Flags));
        _characters = flags.Contains('u', StringComparison.Ordinal)
            ? [.. Characters, .. UnicodeCharacters]
            : Characters;
        var pattern = Alternatives(3);
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

    private string Pick(string[] choices) => choices[_random.Next(choices.Length)];

    private string Alternatives(int depth) =>
        _random.Next(3) == 0 ? $"{Sequence(depth)}|{Sequence(depth)}" : Sequence(depth);

    /// <summary>A sequence with one part that must match a character, because what is repeated must.</summary>
    private string Sequence(int depth)
    {
        var parts = Enumerable.Range(0, _random.Next(3)).Select(_ => Part(depth)).Append(Solid(depth)).ToArray();
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
