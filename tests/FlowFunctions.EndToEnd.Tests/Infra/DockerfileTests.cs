using System.Text.RegularExpressions;
using FlowFunctions.EndToEnd.Tests.Processes;

namespace FlowFunctions.EndToEnd.Tests.Infra;

/// <summary>The image, as far as it can be checked without building it.</summary>
public sealed partial class DockerfileTests
{
    private const string AppFolder = "/home/site/wwwroot";

    private static readonly IReadOnlyList<DockerInstruction> All = DockerInstruction.Parse(
        File.ReadAllText(Repository.PathOf("Dockerfile"))
    );

    private static readonly IReadOnlyList<DockerInstruction> LastStage =
    [
        .. All.Skip(All.Select(static (one, at) => one.Name == "FROM" ? at : 0).Max()),
    ];

    [Fact]
    public void Stages_BaseImages_AreArgumentsWithAMajorVersion() =>
        Assert.All(
            All.Where(static one => one.Name == "FROM"),
            static from =>
            {
                var argument = Argument().Match(from.Arguments).Groups[1].Value;
                Assert.Contains(
                    All,
                    one => one.Name == "ARG" && one.Arguments.StartsWith($"{argument}=", StringComparison.Ordinal)
                );
                var image = All.First(one =>
                    one.Arguments.StartsWith($"{argument}=", StringComparison.Ordinal)
                ).Arguments;
                Assert.Matches(
                    @"=(mcr\.microsoft\.com/[\w/-]+:(\d+\.0|4-node\d\d)|docker\.io/library/node:\d\d-[\w-]+)$",
                    image
                );
            }
        );

    [Fact]
    public void Build_PublishesTheApp()
    {
        var publish = All.Single(static one =>
            one.Name == "RUN" && one.Arguments.StartsWith("dotnet publish", StringComparison.Ordinal)
        );
        var project = publish.Arguments.Split(' ')[2];

        Assert.True(File.Exists(Repository.PathOf(project, $"{Path.GetFileName(project)}.csproj")));
        Assert.EndsWith("--output /publish", publish.Arguments, StringComparison.Ordinal);
    }

    [Fact]
    public void App_IsWhereTheHostLooks()
    {
        Assert.Contains(
            LastStage,
            static one =>
                one.Name == "COPY" && one.Arguments.EndsWith($"/publish {AppFolder}", StringComparison.Ordinal)
        );
        Assert.Contains($"AzureWebJobsScriptRoot={AppFolder}", Environment(), StringComparison.Ordinal);
        Assert.Contains("FUNCTIONS_WORKER_RUNTIME=custom", Environment(), StringComparison.Ordinal);
    }

    [Fact]
    public void Copies_ComeFromStagesThatAreThere()
    {
        var stages = All.Where(static one => one.Name == "FROM")
            .Select(static one => StageName().Match(one.Arguments).Groups[1].Value)
            .ToHashSet(StringComparer.Ordinal);

        Assert.All(
            All.Where(static one => one.Name == "COPY" && one.Arguments.Contains("--from=", StringComparison.Ordinal)),
            copy => Assert.Contains(FromStage().Match(copy.Arguments).Groups[1].Value, stages)
        );
    }

    [Fact]
    public void Builder_IsWhereTheAppLooks() =>
        Assert.Contains(
            LastStage,
            static one =>
                one.Name == "COPY"
                && one.Arguments.StartsWith("--from=site ", StringComparison.Ordinal)
                && one.Arguments.EndsWith($"/site/dist {AppFolder}/site", StringComparison.Ordinal)
        );

    [Theory]
    [InlineData("bash")]
    [InlineData("bubblewrap")]
    [InlineData("python3")]
    [InlineData("python3-pip")]
    [InlineData("python3-venv")]
    public void Packages_OfTheRunners_AreInstalled(string package) => Assert.Contains(package, Install().Split(' '));

    [Theory]
    [InlineData("node --version")]
    [InlineData("python3 --version")]
    [InlineData("bwrap --version")]
    [InlineData("dotnet --list-runtimes")]
    public void Runtimes_AreCheckedWhileBuilding(string command) =>
        Assert.Contains(
            LastStage,
            one => one.Name == "RUN" && one.Arguments.Contains(command, StringComparison.Ordinal)
        );

    [Fact]
    public void Packages_LeaveNothingBehind()
    {
        Assert.Contains("--no-install-recommends", Install(), StringComparison.Ordinal);
        Assert.EndsWith("rm -rf /var/lib/apt/lists/*", Install(), StringComparison.Ordinal);
    }

    [Fact]
    public void Image_SaysHowItIsAndWhoItIs()
    {
        Assert.Equal("${RUN_AS}", LastStage.Single(static one => one.Name == "USER").Arguments);
        Assert.Contains(
            "HEALTH_URL",
            LastStage.Single(static one => one.Name == "HEALTHCHECK").Arguments,
            StringComparison.Ordinal
        );
        Assert.Matches(@"HEALTH_URL=http://127\.0\.0\.1:\$\{PORT\}/healthz", Environment());
        Assert.DoesNotContain(All, static one => one.Name is "ADD" or "MAINTAINER");
    }

    [Fact]
    public void Host_WithoutAnImageYet_IsTheOneThatTheImageIsMadeFrom()
    {
        var app = BicepFile.All.Single(static file => Path.GetFileName(file.Path) == "app.bicep").Text;
        var host = All.Single(static one =>
            one.Arguments.StartsWith("HOST_IMAGE=", StringComparison.Ordinal)
        ).Arguments;

        Assert.Contains($"var bareHost = '{host["HOST_IMAGE=".Length..]}'", app, StringComparison.Ordinal);
    }

    private static string Environment() =>
        string.Join(' ', LastStage.Where(static one => one.Name == "ENV").Select(static one => one.Arguments));

    private static string Install() =>
        LastStage
            .Single(static one =>
                one.Name == "RUN" && one.Arguments.Contains("apt-get install", StringComparison.Ordinal)
            )
            .Arguments;

    [GeneratedRegex(@"^\$\{(\w+)\}")]
    private static partial Regex Argument();

    [GeneratedRegex(@" AS (\w+)$")]
    private static partial Regex StageName();

    [GeneratedRegex(@"--from=(\w+)")]
    private static partial Regex FromStage();
}
