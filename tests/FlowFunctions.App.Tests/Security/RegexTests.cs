using FlowFunctions.App.Tests.Apps;

namespace FlowFunctions.App.Tests.Security;

/// <summary>
/// No regular expression takes more than linear time, whatever text it is given: each one is NonBacktracking, or has been looked at. Whoever adds one
/// reads here what to do.
/// </summary>
public sealed class RegexTests
{
    /// <summary>Files with expressions that may backtrack, and why they cannot do so for long.</summary>
    private static readonly Dictionary<string, string> LookedAt = new(StringComparer.Ordinal)
    {
        ["DateParser.cs"] =
            "anchored; the parts have fixed lengths and begin differently, and the one open group of digits is followed by no digit",
        ["DefaultOutput.cs"] = "anchored; two classes, the second is the last",
        ["Duration.cs"] = "anchored; numbers have 15 digits at most and end in different letters",
        ["FlowScope.cs"] = "anchored; two classes, the second is bounded",
        ["PythonRequirements.cs"] = "of single lines, in which '.*' reaches the end at its first try",
        ["TableClient.cs"] = "anchored; two classes, the second is bounded; names of our own tables",
        ["ValidationResource.cs"] = "of texts of this program only",
        ["FlowPull.cs"] = "anchored; two classes, the second is bounded",
        ["ProfileFile.cs"] = "anchored; two classes, the second is bounded",
        ["ServerTarget.cs"] = "anchored; two classes, the second is bounded",
        ["YamlString.cs"] = "anchored; words are separated by blanks that the words do not hold",
    };

    [Fact]
    public void Expressions_ThatMayBacktrack_AreThoseThatWereLookedAt()
    {
        var source = Path.GetFullPath(Path.Combine(AppFixture.AzuriteFolder, "..", "..", "src"));
        var found = Directory
            .EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Where(static file => !file.Split(Path.DirectorySeparatorChar).Contains("obj"))
            .Where(static file => MayBacktrack(File.ReadAllText(file)))
            .Select(Path.GetFileName)
            .Order(StringComparer.Ordinal);

        Assert.Equal(LookedAt.Keys.Order(StringComparer.Ordinal), found);
    }

    private static bool MayBacktrack(string code) =>
        CountOf(code, "[GeneratedRegex(") + CountOf(code, "new Regex(") > CountOf(code, "RegexOptions.NonBacktracking")
        || code.Contains("Regex.IsMatch(", StringComparison.Ordinal)
        || code.Contains("Regex.Replace(", StringComparison.Ordinal)
        || code.Contains("Regex.Match(", StringComparison.Ordinal);

    private static int CountOf(string code, string what) => code.Split(what).Length - 1;
}
