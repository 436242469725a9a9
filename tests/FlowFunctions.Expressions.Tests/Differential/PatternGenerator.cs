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
    private static readonly string[] Quantifiers = ["*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{2,}?", "{0,3}"];
    private static readonly string[] Assertions = ["^", "$", "\\b", "\\B"];
    private static readonly string[] Flags = ["", "g", "i", "gi", "m", "gm", "s", "gs"];
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
        "input.text",
        "input.unicode",
    ];

    private readonly Random _random = new(seed);

    public string Next()
    {
        var (subject, pattern, flags) = (Pick(Subjects), Alternatives(3), Pick(Flags));
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
        depth == 0 || _random.Next(3) > 0 ? Pick(Characters) : $"{Pick(["(", "(?:"])}{Alternatives(depth - 1)})";
}
