using System.Globalization;

namespace FlowFunctions.Expressions.Tests.Differential;

public sealed class DifferentialTests
{
    private const int Seed = 20_240_229;
    private const int GeneratedCount = 3_000;
    private const int PatternCount = 3_000;

    [Fact]
    public async Task Expressions_InNodeAndHere_GiveTheSame()
    {
        string[] exact =
        [
            .. Corpus.Exact.Distinct(),
            .. Generate(GeneratedCount, new ExpressionGenerator(Seed).Next),
            .. Generate(PatternCount, new PatternGenerator(Seed).Next),
        ];
        var approximate = Corpus.Read("approximate.txt");
        var designed = Corpus.Read("by-design.txt");
        var node = await NodeProcess.EvaluateAsync(Corpus.Bindings, [.. exact, .. approximate, .. designed]);
        var here = exact
            .Concat(approximate)
            .Concat(designed)
            .Select(text => ValueEncoding.Evaluate(text, Corpus.Scope()))
            .ToArray();

        var differences = new List<string>();
        Compare(exact, 0, (expected, actual) => expected == actual);
        Compare(approximate, exact.Length, AreAdjacent);
        Compare(designed, exact.Length + approximate.Length, (expected, actual) => expected != actual);

        Assert.True(exact.Length >= 4_000, $"Only {exact.Length} expressions were compared.");
        Assert.InRange(node.Count(value => value == "throws"), 400, node.Length / 2);
        Assert.True(differences.Count == 0, $"{differences.Count}\n{string.Join('\n', differences)}");

        void Compare(string[] expressions, int offset, Func<string, string, bool> agrees)
        {
            for (var i = 0; i < expressions.Length; i++)
            {
                var (expected, actual) = (node[offset + i], here[offset + i]);
                if (!agrees(expected, actual))
                    differences.Add($"{expressions[i]}\n    node: {expected}\n    here: {actual}");
            }
        }
    }

    /// <summary>Where only whether there is a match is asked, what can match nothing may be repeated.</summary>
    [Fact]
    public async Task EcmaRegex_PatternsThatRepeatNothing_MatchAsInNode()
    {
        var generator = new PatternGenerator(Seed, repeatsNothing: true);
        var uses = Enumerable
            .Range(0, PatternCount)
            .Select(_ => generator.NextUse())
            .Where(use => !use.Subject.Contains("\\ud", StringComparison.Ordinal) && use.Subject != "input.lone")
            .ToArray();
        var node = await NodeProcess.EvaluateAsync(
            Corpus.Bindings,
            [.. uses.Select(use => $"/(?:{use.Pattern})/{use.Flags}.test({use.Subject})")]
        );

        var differences = uses.Zip(node).Where(pair => pair.Second != Test(pair.First)).ToArray();

        Assert.True(differences.Length == 0, string.Join('\n', differences));
        Assert.InRange(node.Count(value => value == "false"), uses.Length / 20, uses.Length / 2);
    }

    private static string Test((string Pattern, string Flags, string Subject) use)
    {
        var text = Expression.Parse(use.Subject).Evaluate(Corpus.Scope()).GetString()!;
        return EcmaRegex.Parse(use.Pattern, use.Flags).IsMatch(text) ? "true" : "false";
    }

    private static HashSet<string> Generate(int count, Func<string> next)
    {
        var seen = new HashSet<string>();
        while (seen.Count < count)
            seen.Add(next());
        return seen;
    }

    /// <summary>The standard leaves the last digit of these functions open.</summary>
    private static bool AreAdjacent(string expected, string actual)
    {
        var (a, b) = (
            double.Parse(expected, CultureInfo.InvariantCulture),
            double.Parse(actual, CultureInfo.InvariantCulture)
        );
        return a == b || Math.BitIncrement(a) == b || Math.BitDecrement(a) == b;
    }
}
