using System.Text.Json;
using FlowFunctions.Cli.Remote.Flows;

namespace FlowFunctions.Cli.Tests.Remote.Flows;

public sealed class PushingTests
{
    private const string Base = """{"id":"f","n":1}""";
    private const string Mine = """{"id":"f","n":2}""";
    private const string Theirs = """{"id":"f","n":3}""";

    [Theory]
    [InlineData(Mine, Base, null, nameof(PushDecision.Create))]
    [InlineData(Mine, null, null, nameof(PushDecision.Create))]
    [InlineData(Mine, Base, Base, nameof(PushDecision.Save))]
    [InlineData(Mine, Base, Mine, nameof(PushDecision.Nothing))]
    [InlineData(Mine, null, Mine, nameof(PushDecision.Nothing))]
    [InlineData(Base, Base, Theirs, nameof(PushDecision.Behind))]
    [InlineData(Mine, Base, Theirs, nameof(PushDecision.Conflict))]
    [InlineData(Mine, null, Theirs, nameof(PushDecision.Conflict))]
    public void Decision_IsMadeByContent(string file, string? known, string? there, string expected) =>
        Assert.Equal(expected, Decide(file, known, there).ToString());

    [Fact]
    public void Force_OverwritesWhateverIsThere() =>
        Assert.Equal(PushDecision.Save, Decide(Mine, Base, Theirs, force: true));

    [Fact]
    public void SameContent_NotPublishedYet_IsPublished() =>
        Assert.Equal(PushDecision.Publish, Decide(Mine, Base, Mine, published: 1));

    [Fact]
    public void SameContent_NotToBePublished_IsLeft() =>
        Assert.Equal(PushDecision.Nothing, Decide(Mine, Base, Mine, published: 1, publish: false));

    private static PushDecision Decide(
        string file,
        string? known,
        string? there,
        int published = 2,
        bool publish = true,
        bool force = false
    ) =>
        Pushing.Decide(
            Hash(file),
            known is null ? null : new FlowBase("flow.json", "http://a", "f", 1, Hash(known), ""),
            there is null
                ? null
                : new RemoteFlow("f", null, 2, published, true, null, null, null, "\"e\"", JsonElement.Parse(there)),
            publish,
            force
        );

    private static string Hash(string json) => DocumentHash.Of(JsonElement.Parse(json));
}
