using FlowFunctions.Cli.Remote.Flows;

namespace FlowFunctions.Cli.Tests.Remote.Flows;

public sealed class FlowBasesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Base_OfEachServer_IsKeptByItself()
    {
        var file = _folder.PathOf("flow.json");

        FlowBases.Keep(file, Base("http://a", 1));
        FlowBases.Keep(file, Base("http://b", 7));
        FlowBases.Keep(file, Base("http://a", 2));

        Assert.Equal(2, FlowBases.Find(file, "http://a")?.Version);
        Assert.Equal(7, FlowBases.Find(file, "http://b")?.Version);
        Assert.Null(FlowBases.Find(file, "http://c"));
        Assert.Null(FlowBases.Find(_folder.PathOf("other.json"), "http://a"));
        Assert.Equal([".flow"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void File_ThatIsBroken_SaysThatItMayBeRemoved()
    {
        _folder.Write(".flow/remote.json", "{");

        var refusal = Assert.Throws<InvalidUseException>(() => FlowBases.Find(_folder.PathOf("flow.json"), "http://a"));

        Assert.Contains("may be removed", refusal.Message, StringComparison.Ordinal);
    }

    private static FlowBase Base(string server, int version) => new("flow.json", server, "f", version, "d", "t");
}
