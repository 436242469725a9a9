using System.Text.Json;
using FlowFunctions.Flows.Diff;
using FlowFunctions.Flows.Documents;
using FlowFunctions.Flows.Tests.Compilation;
using FlowFunctions.Flows.Text;

namespace FlowFunctions.Flows.Tests.Diff;

public sealed class FlowDiffTests
{
    private const string Before = """
        {
          "id": "f",
          "name": "Orders",
          "input": { "type": "object" },
          "triggers": { "hook": { "type": "webhook", "path": "orders" }, "old": { "type": "schedule", "every": "1h" } },
          "steps": {
            "fetch": { "type": "call", "with": { "url": "x", "body": [1, 2] }, "timeout": "90s" },
            "check": { "type": "condition", "with": { "if": "{{ steps.fetch.output.ok }}" } },
            "loop": { "type": "foreach", "with": { "items": [1] }, "body": { "steps": { "price": { "type": "call" } } } },
            "done": { "type": "merge" }
          },
          "edges": [
            { "from": "fetch", "to": "check" },
            { "from": "check", "to": "loop", "port": "true" },
            { "from": "loop", "to": "done" },
            { "from": "check", "to": "done", "port": "false" }
          ],
          "settings": { "timeout": "1h" },
          "layout": { "fetch": { "x": 1, "y": 2 } }
        }
        """;

    [Theory]
    [InlineData("\"timeout\": \"90s\"", "\"timeout\": \"PT1M30S\", \"join\": \"noneFailed\"")]
    [InlineData("\"path\": \"orders\"", "\"path\": \"orders\", \"method\": \"POST\", \"enabled\": true")]
    [InlineData(
        "{ \"from\": \"fetch\", \"to\": \"check\" }",
        "{ \"on\": \"success\", \"to\": \"check\", \"from\": \"fetch\" }"
    )]
    [InlineData("[1, 2]", "[1.0,2e0]")]
    [InlineData("\"id\": \"f\",", "\"$schema\": \"flow.schema.json\", \"language\": 1, \"id\": \"f\",")]
    [InlineData(
        "\"settings\": { \"timeout\": \"1h\" }",
        "\"settings\": { \"onFailure\": \"stop\", \"timeout\": \"60m\" }"
    )]
    [InlineData(
        "{ \"price\": { \"type\": \"call\" } }",
        "{ \"price\": { \"with\": {}, \"type\": \"call\" } }, \"edges\": []"
    )]
    public void Between_SameMeaning_IsEmpty(string old, string other)
    {
        var diff = Changed(old, other);
        Assert.Empty(diff.Changes);
        Assert.Empty(diff.Cosmetic);
        Assert.Equal("", diff.ToString());
    }

    [Fact]
    public void Between_Layout_IsCosmetic()
    {
        var diff = Changed("\"x\": 1", "\"x\": 7");
        Assert.Empty(diff.Changes);
        Assert.Equal("~ layout\n    /fetch/x: 1 -> 7\n", diff.ToString());
    }

    [Theory]
    [InlineData("\"name\": \"Orders\"", "\"name\": \"Bücher\"", "~ flow\n    /name: \"Orders\" -> \"Bücher\"\n")]
    [InlineData(
        "\"input\": { \"type\": \"object\" }",
        "\"input\": true",
        "~ input\n    {\"type\":\"object\"} -> true\n"
    )]
    [InlineData("\"settings\": { \"timeout\": \"1h\" },", "", "~ settings\n    {\"timeout\":\"1h\"} -> (none)\n")]
    [InlineData("\"settings\"", "\"output\": 5, \"settings\"", "~ output\n    (none) -> 5\n")]
    [InlineData("\"path\": \"orders\"", "\"path\": \"new\"", "~ trigger hook\n    /path: \"orders\" -> \"new\"\n")]
    [InlineData("\"old\": {", "\"new\": {", "+ trigger new\n- trigger old\n")]
    [InlineData("\"body\": [1, 2]", "\"body\": [1, 3]", "~ step fetch\n    /with/body/1: 2 -> 3\n")]
    [InlineData("\"body\": [1, 2]", "\"body\": [1]", "~ step fetch\n    /with/body: [1,2] -> [1]\n")]
    [InlineData(
        ", \"timeout\": \"90s\"",
        ", \"join\": \"allDone\"",
        "~ step fetch\n    /timeout: \"1m30s\" -> (none)\n    /join: (none) -> \"allDone\"\n"
    )]
    [InlineData("\"done\": {", "\"x\": { \"type\": \"call\" }, \"done\": {", "+ step x\n")]
    [InlineData(
        "{ \"price\": { \"type\": \"call\" } }",
        "{ \"price\": { \"type\": \"call\", \"with\": { \"url\": \"u\" } } }, \"output\": 1",
        "~ step loop/price\n    /with: (none) -> {\"url\":\"u\"}\n~ output loop\n    (none) -> 1\n"
    )]
    [InlineData(
        "\"port\": \"true\"",
        "\"on\": \"failure\"",
        "+ edge check -> loop on failure\n- edge check (true) -> loop\n"
    )]
    [InlineData("{ \"from\": \"fetch\", \"to\": \"check\" },", "", "- edge fetch -> check\n")]
    public void Between_OneChange_IsReported(string old, string other, string expected) =>
        Assert.Equal(expected, Changed(old, other).ToString());

    [Fact]
    public void Between_RenamedStep_IsOneChangeWithoutItsEdges()
    {
        var diff = Between(Before, Before.Replace("\"loop\"", "\"lines\"", StringComparison.Ordinal));
        Assert.Equal("~ step loop renamed to lines\n", diff.ToString());
        var change = Assert.Single(diff.Changes);
        Assert.Equal((ChangeKind.Renamed, "loop", "/steps/lines"), (change.Kind, change.RenamedFrom, change.Pointer));
    }

    [Fact]
    public void Between_StepWithOtherNeighbours_IsNotARename()
    {
        var after = Before
            .Replace("\"loop\"", "\"lines\"", StringComparison.Ordinal)
            .Replace("{ \"from\": \"lines\", \"to\": \"done\" },", "", StringComparison.Ordinal);
        Assert.Equal(
            "+ step lines\n- step loop\n+ edge check (true) -> lines\n- edge check (true) -> loop\n- edge loop -> done\n",
            Between(Before, after).ToString()
        );
    }

    [Fact]
    public void Between_OtherOrderOfIncomingEdges_IsReported()
    {
        var after = Before
            .Replace("\"from\": \"loop\", \"to\": \"done\" }", "\"from\": \"?\" }", StringComparison.Ordinal)
            .Replace(
                "{ \"from\": \"check\", \"to\": \"done\", \"port\": \"false\" }",
                "{ \"from\": \"loop\", \"to\": \"done\" }",
                StringComparison.Ordinal
            )
            .Replace(
                "{ \"from\": \"?\" }",
                "{ \"from\": \"check\", \"to\": \"done\", \"port\": \"false\" }",
                StringComparison.Ordinal
            );
        Assert.Equal("~ order of the edges to done\n", Between(Before, after).ToString());
    }

    [Fact]
    public void Between_YamlAndJson_IsEmpty()
    {
        const string Yaml = """
            steps:
              a:
                type: call
                with: { url: x }
            id: f
            """;
        Assert.Empty(Between("""{"id": "f", "steps": {"a": {"type": "call", "with": {"url": "x"}}}}""", Yaml).Changes);
    }

    [Fact]
    public void Between_RandomDisguises_IsEmpty()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new RandomFlow(seed);
            var flow = random.Document();
            var other = random.Disguise(flow).ToJsonString();
            var changes = Between(flow.ToJsonString(), other).Changes;
            Assert.All(
                changes,
                change =>
                    Assert.True(
                        change.Subject is ChangeSubject.Flow or ChangeSubject.Trigger
                            || change.Fields.All(field => field.Pointer == "/name"),
                        $"Seed {seed}: {change}"
                    )
            );
        }
    }

    [Fact]
    public void ToJson_Changes_HoldBothValues()
    {
        var json = JsonElement.Parse(Changed("\"body\": [1, 2]", "\"body\": [1, 3]").ToJson());
        Assert.Equal(
            """{"changes":[{"kind":"Changed","subject":"Step","id":"fetch","pointer":"/steps/fetch","fields":[{"pointer":"/with/body/1","before":2,"after":3}]}],"cosmetic":[]}""",
            json.GetRawText()
        );
    }

    private static FlowDiff Changed(string old, string other)
    {
        Assert.Contains(old, Before, StringComparison.Ordinal);
        return Between(Before, Before.Replace(old, other, StringComparison.Ordinal));
    }

    private static FlowDiff Between(string before, string after) => FlowDiff.Between(Read(before), Read(after));

    private static FlowDocument Read(string text) =>
        FlowDocument.Read(TextDocument.Read(text, TextFormat.Auto, [])!.Root, []);
}
