using System.Xml.Linq;
using FlowFunctions.EndToEnd.Tests.Processes;

namespace FlowFunctions.EndToEnd.Tests.Architecture;

/// <summary>Which project may reference which: the arrows of the architecture, and nothing else.</summary>
public sealed class ProjectReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Expressions"] = [],
        ["Flows"] = ["Expressions"],
        ["Engine"] = ["Flows"],
        ["Engine.Embedded"] = ["Engine"],
        ["Engine.DurableTask"] = ["Engine"],
        ["Steps"] = ["Engine", "Storage", "Runners", "Secrets"],
        ["Runners"] = [],
        ["Storage"] = ["Engine"],
        ["Secrets"] = [],
        ["App"] =
        [
            "Expressions",
            "Flows",
            "Engine",
            "Engine.Embedded",
            "Engine.DurableTask",
            "Steps",
            "Runners",
            "Storage",
            "Secrets",
        ],
        ["Cli"] = ["Flows", "Engine.Embedded", "Steps", "Runners"],
    };

    // Takes the place of a package (docs/adr/0006-azure-storage-clients.md).
    private const string StandIn = "System.IO.Hashing";

    // A process of its own that the tests of the embedded engine start and kill, and the Durable Task backend of several test projects.
    private static readonly string[] PartsOfTests =
    [
        "FlowFunctions.Engine.DurableTask.Hub",
        "FlowFunctions.Engine.Embedded.CrashHost",
    ];

    public static TheoryData<string> Projects => [.. SourceProjects()];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_References_AreTheAllowedOnes(string project)
    {
        Assert.True(Allowed.TryGetValue(project, out var allowed), $"{project} has no line in the reference table.");

        Assert.Subset(allowed.ToHashSet(StringComparer.Ordinal), References(project));
    }

    [Fact]
    public void TestProjects_MirrorTheSources()
    {
        var sources = SourceProjects().Select(static project => $"FlowFunctions.{project}.Tests");
        var tests = Directory.EnumerateDirectories(Repository.PathOf("tests")).Select(Path.GetFileName);

        Assert.Equal(
            sources.Append("FlowFunctions.EndToEnd.Tests").Concat(PartsOfTests).Order(StringComparer.Ordinal),
            tests.Order(StringComparer.Ordinal)
        );
    }

    private static IEnumerable<string> SourceProjects() =>
        Directory
            .EnumerateDirectories(Repository.PathOf("src"))
            .Select(static folder => Short(Path.GetFileName(folder)));

    private static HashSet<string> References(string project)
    {
        var name = $"FlowFunctions.{project}";
        var file = XDocument.Load(Repository.PathOf("src", name, $"{name}.csproj"));
        return
        [
            .. file.Descendants("ProjectReference")
                .Select(static reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value))
                .Where(static reference => reference != StandIn)
                .Select(Short),
        ];
    }

    private static string Short(string name) => name["FlowFunctions.".Length..];
}
