using System.Text.RegularExpressions;
using FlowFunctions.EndToEnd.Tests.Processes;
using YamlDotNet.RepresentationModel;

namespace FlowFunctions.EndToEnd.Tests.Infra;

/// <summary>What GitHub runs: the repository's own checks, with the least rights and with actions that nobody can change.</summary>
public sealed partial class WorkflowTests
{
    // No commit of it could be verified; deploy.yml says so.
    private const string ByTag = "Azure/setup-azd@v2";

    public static TheoryData<string> Workflows =>
        [
            .. Directory
                .EnumerateFiles(Repository.PathOf(".github", "workflows"))
                .Select(static path => Path.GetFileName(path)),
        ];

    [Fact]
    public void Ci_RunsTheChecks()
    {
        var ci = YamlText.Load(".github", "workflows", "ci.yml");

        Assert.Contains(".ci/run", Steps(ci).Select(static step => YamlText.Scalar(step, "run")));
        Assert.True(ExecutableFile.Is(".ci", "run"));
        Assert.Subset(
            ((YamlMappingNode)ci["on"])
                .Children.Keys.Select(static key => key.ToString())
                .ToHashSet(StringComparer.Ordinal),
            new HashSet<string>(["push", "pull_request", "workflow_call"], StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Deploy_ChecksFirst()
    {
        var jobs = YamlText.Load(".github", "workflows", "deploy.yml")["jobs"];

        Assert.Equal("./.github/workflows/ci.yml", YamlText.Scalar(jobs["check"], "uses"));
        Assert.Equal("check", YamlText.Scalar(jobs["deploy"], "needs"));
        Assert.NotNull(YamlText.Scalar(jobs["deploy"], "environment"));
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Workflow_Rights_AreTheLeast(string name)
    {
        var workflow = YamlText.Load(".github", "workflows", name);
        var rights = Jobs(workflow)
            .Append(workflow)
            .Where(static node => ((YamlMappingNode)node).Children.ContainsKey("permissions"))
            .SelectMany(static node => ((YamlMappingNode)node["permissions"]).Children)
            .Select(static right => $"{right.Key}: {right.Value}");

        Assert.True(((YamlMappingNode)workflow).Children.ContainsKey("permissions"), "Without it every job may write.");
        Assert.Subset(
            new HashSet<string>(["contents: read", "id-token: write"], StringComparer.Ordinal),
            rights.ToHashSet(StringComparer.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Workflow_Actions_ArePinned(string name)
    {
        var actions = Steps(YamlText.Load(".github", "workflows", name))
            .Select(static step => YamlText.Scalar(step, "uses"))
            .Where(static action => action is not null)
            .ToList();

        Assert.NotEmpty(actions);
        Assert.All(actions, static action => Assert.True(action == ByTag || Pinned().IsMatch(action!), action));
    }

    [Fact]
    public void Deploy_LogsInWithoutASecret()
    {
        var login = Steps(YamlText.Load(".github", "workflows", "deploy.yml"))
            .Single(static step =>
                YamlText.Scalar(step, "uses")?.StartsWith("azure/login@", StringComparison.Ordinal) ?? false
            );

        Assert.Equal(
            ["client-id", "subscription-id", "tenant-id"],
            ((YamlMappingNode)login["with"])
                .Children.Keys.Select(static key => key.ToString())
                .Order(StringComparer.Ordinal)
        );
    }

    private static IEnumerable<YamlNode> Jobs(YamlNode workflow) => ((YamlMappingNode)workflow["jobs"]).Children.Values;

    private static IEnumerable<YamlNode> Steps(YamlNode workflow) =>
        Jobs(workflow)
            .Where(static job => ((YamlMappingNode)job).Children.ContainsKey("steps"))
            .SelectMany(static job => (YamlSequenceNode)job["steps"]);

    [GeneratedRegex("^[\\w./-]+@[0-9a-f]{40}$")]
    private static partial Regex Pinned();
}
