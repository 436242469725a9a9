using System.Xml.Linq;
using FlowFunctions.EndToEnd.Tests.Processes;

namespace FlowFunctions.EndToEnd.Tests.Infra;

/// <summary>What gets into the image: all that publishing reads, and no secret.</summary>
public sealed class DockerIgnoreTests
{
    private static readonly DockerIgnore Ignore = new(File.ReadLines(Repository.PathOf(".dockerignore")));

    [Theory]
    [InlineData(".editorconfig")]
    [InlineData("Directory.Build.props")]
    [InlineData("Directory.Build.targets")]
    [InlineData("Directory.Packages.props")]
    [InlineData("global.json")]
    [InlineData("host.json")]
    [InlineData("eng/System.IO.Hashing/public-key.snk")]
    [InlineData("src/FlowFunctions.App/functions/Api/function.json")]
    [InlineData("static-web/package-lock.json")]
    [InlineData("static-web/src/main.tsx")]
    public void File_ThatPublishingReads_GetsIn(string path) => Assert.False(Ignore.Ignores(path));

    [Fact]
    public void Projects_ThatTheAppReferences_GetIn()
    {
        var projects = Closure("src/FlowFunctions.App/FlowFunctions.App.csproj").ToHashSet(StringComparer.Ordinal);

        Assert.True(projects.Count > 5);
        Assert.All(projects, static project => Assert.False(Ignore.Ignores(project), project));
    }

    [Theory]
    [InlineData("local.settings.json")]
    [InlineData("src/FlowFunctions.App/local.settings.json")]
    [InlineData(".env")]
    [InlineData(".azure/production/.env")]
    [InlineData(".data/journal/1.log")]
    [InlineData("src/.data/journal/1.log")]
    [InlineData(".git/config")]
    [InlineData("src/FlowFunctions.App/bin/Debug/net10.0/FlowFunctions.App.dll")]
    [InlineData("src/FlowFunctions.App/obj/project.assets.json")]
    [InlineData("infra/main.bicep")]
    [InlineData("static-web/node_modules/vite/package.json")]
    [InlineData("static-web/dist/index.html")]
    [InlineData("tests/FlowFunctions.App.Tests/FlowFunctions.App.Tests.csproj")]
    public void File_ThatNobodyNeeds_StaysOut(string path) => Assert.True(Ignore.Ignores(path));

    private static IEnumerable<string> Closure(string project)
    {
        var folder = Path.GetDirectoryName(project)!;
        var references = XDocument
            .Load(Repository.PathOf(project))
            .Descendants("ProjectReference")
            .Select(reference => Path.GetFullPath(reference.Attribute("Include")!.Value, Repository.PathOf(folder)))
            .Select(static path => Path.GetRelativePath(Repository.Root, path));
        return references.SelectMany(Closure).Prepend(project);
    }
}
