using System.Text.RegularExpressions;

namespace FlowFunctions.EndToEnd.Tests.Infra;

/// <summary>What a compiler would say first, for a machine that has none.</summary>
public sealed partial class BicepTests
{
    public static TheoryData<string> Files => [.. BicepFile.All.Select(static file => Path.GetFileName(file.Path))];

    [Theory]
    [MemberData(nameof(Files))]
    public void File_Brackets_AreClosed(string name)
    {
        var text = Find(name).Text;

        Assert.Equal(text.Count("{[(".Contains), text.Count("}])".Contains));
        Assert.All(text.Split('\n'), static line => Assert.Equal(0, line.Count(static c => c == '\'') % 2));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void File_WhatItDeclares_IsUsed(string name)
    {
        var file = Find(name);

        Assert.All(
            file.Parameters.Keys.Concat(file.Variables),
            declared => Assert.True(Regex.Count(file.Text, $@"\b{declared}\b") > 1, $"{name} does not use {declared}.")
        );
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void File_ResourceTypes_HaveReleasedVersions(string name) =>
        Assert.All(
            Find(name).Resources,
            static resource => Assert.Matches(@"^Microsoft\.[\w./]+@\d{4}-\d\d-\d\d$", resource)
        );

    [Fact]
    public void Modules_Files_Exist() =>
        Assert.All(
            BicepFile.Main.Modules,
            static module => Assert.True(BicepFile.Main.FileOf(module) is not null, $"There is no {module.Path}.")
        );

    [Fact]
    public void Modules_EveryFile_IsUsed() =>
        Assert.Equal(
            BicepFile.All.Except([BicepFile.Main]).Select(static file => file.Path),
            BicepFile
                .Main.Modules.Select(static module => BicepFile.Main.FileOf(module)!.Path)
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Modules_Parameters_AreDeclaredAndComplete() =>
        Assert.All(
            BicepFile.Main.Modules,
            static module =>
            {
                var declared = BicepFile.Main.FileOf(module)!.Parameters;
                Assert.Subset(
                    declared.Keys.ToHashSet(StringComparer.Ordinal),
                    module.Parameters.ToHashSet(StringComparer.Ordinal)
                );
                Assert.Empty(
                    declared
                        .Where(static one => one.Value is null)
                        .Select(static one => one.Key)
                        .Except(module.Parameters)
                );
            }
        );

    [Fact]
    public void Modules_OutputsThatAreUsed_AreThere()
    {
        var modules = BicepFile.Main.Modules.ToDictionary(static module => module.Name, StringComparer.Ordinal);
        var uses = OutputUse().Matches(BicepFile.Main.Text);

        Assert.NotEmpty(uses);
        Assert.All(
            uses,
            use =>
                Assert.Contains(use.Groups[2].Value, BicepFile.Main.FileOf(modules[use.Groups[1].Value])!.Outputs.Keys)
        );
    }

    // A loop over a property must be known before anything is deployed; what another resource says is not.
    [Theory]
    [MemberData(nameof(Files))]
    public void File_Loops_DoNotDependOnResources(string name) =>
        Assert.All(
            Loop().Matches(Find(name).Text),
            static loop => Assert.DoesNotContain(".properties.", loop.Groups[1].Value, StringComparison.Ordinal)
        );

    private static BicepFile Find(string name) => BicepFile.All.Single(file => Path.GetFileName(file.Path) == name);

    [GeneratedRegex(@"\b(\w+)!?\.outputs\.(\w+)")]
    private static partial Regex OutputUse();

    [GeneratedRegex(@"\bfor [^:]+ in ([^:]+):")]
    private static partial Regex Loop();
}
