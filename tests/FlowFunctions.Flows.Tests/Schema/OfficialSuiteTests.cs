using System.Text.Json;
using FlowFunctions.Flows.Schema;
using Xunit.Abstractions;

namespace FlowFunctions.Flows.Tests.Schema;

/// <summary>The official JSON Schema Test Suite, draft 2020-12.</summary>
public sealed class OfficialSuiteTests(ITestOutputHelper output)
{
    private const string Missing = "(the suite is missing)";
    private const string RemoteHost = "http://localhost:1234/";

    private static readonly string? Suite = Repository.FindShared("third-party/json-schema-test-suite");

    /// <summary>Optional files that hold here as well. The others ask for another dialect, or leave it to the validator.</summary>
    private static readonly string[] Optional =
    [
        "optional/anchor.json",
        "optional/bignum.json",
        "optional/dynamicRef.json",
        "optional/ecmascript-regex.json",
        "optional/float-overflow.json",
        "optional/id.json",
        "optional/no-schema.json",
        "optional/non-bmp-regex.json",
        "optional/refOfUnknownKeyword.json",
        "optional/unknownKeyword.json",
    ];

    public static TheoryData<string> Files()
    {
        if (Suite is null)
            return [Missing];
        var required = Directory
            .GetFiles(Path.Combine(Suite, "tests/draft2020-12"), "*.json")
            .Select(path => Path.GetFileName(path)!);
        return [.. required.Order(StringComparer.Ordinal).Concat(Optional)];
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Validate_CaseOfTheSuite_GivesItsVerdict(string file)
    {
        if (file == Missing)
        {
            output.WriteLine(
                "NOT RUN: the test suite is not in third-party/json-schema-test-suite of the shared folder"
            );
            return;
        }
        var groups = Read($"tests/draft2020-12/{file}").EnumerateArray().ToArray();
        Assert.NotEmpty(groups);
        Assert.Empty(groups.SelectMany(Deviations));
    }

    private static IEnumerable<string> Deviations(JsonElement group)
    {
        var schema = JsonSchema.Parse(group.GetProperty("schema"), new() { Resolve = Remote });
        foreach (var test in group.GetProperty("tests").EnumerateArray())
        {
            var value = test.GetProperty("data");
            bool expected = test.GetProperty("valid").GetBoolean();
            bool found = schema.IsValid(value);
            bool collected = schema.Validate(value).Count == 0;
            if (found != expected || collected != expected)
                yield return $"{group.GetProperty("description")}: {test.GetProperty("description")} "
                    + $"(expected {expected}, IsValid {found}, Validate {collected})";
        }
    }

    private static JsonElement? Remote(Uri uri)
    {
        string name = uri.GetLeftPart(UriPartial.Path);
        if (!name.StartsWith(RemoteHost, StringComparison.Ordinal))
            return null;
        string path = $"remotes/{name[RemoteHost.Length..]}";
        return File.Exists(Path.Combine(Suite!, path)) ? Read(path) : null;
    }

    private static JsonElement Read(string path) => JsonElement.Parse(File.ReadAllBytes(Path.Combine(Suite!, path)));
}
