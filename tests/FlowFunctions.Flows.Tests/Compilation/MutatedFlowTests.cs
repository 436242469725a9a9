using System.Text.Json;
using System.Text.Json.Nodes;
using FlowFunctions.Flows.Compilation;
using FlowFunctions.Flows.Diff;
using FlowFunctions.Flows.Documents;
using FlowFunctions.Flows.Tests.Catalog;

namespace FlowFunctions.Flows.Tests.Compilation;

public sealed class MutatedFlowTests
{
    private const int Mutations = 500;

    private static readonly string[] Junk =
    [
        "null",
        "true",
        "-1",
        "1e999",
        "\"\"",
        "\"s1\"",
        "\"{{ steps.s1 }}\"",
        "\"{{ steps }}\"",
        "\"{{ secrets.X }}\"",
        "\"{{ ( }}\"",
        "\"P\"",
        "[]",
        "[[{}]]",
        "{}",
        "{\"type\": \"foreach\", \"body\": {\"steps\": {\"s0\": {\"type\": \"call\"}}}}",
        "{\"steps\": {\"s0\": {\"type\": 5}}, \"edges\": [{\"from\": \"s0\", \"to\": \"s0\"}, 7]}",
    ];

    [Fact]
    public void Compile_BrokenFlow_ReportsProblemsAndNeverThrows()
    {
        var broken = 0;
        for (var seed = 0; seed < Mutations; seed++)
        {
            var flow = new RandomFlow(seed % 50).Document();
            flow["triggers"] = JsonNode.Parse(
                """{"t": {"type": "schedule", "cron": "@daily", "jitter": "5s"}, "w": {"type": "webhook", "path": "x", "method": ["GET"], "auth": {"type": "apiKey", "secret": "s"}}}"""
            );
            var before = JsonElement.Parse(flow.ToJsonString());
            Mutate(flow, new Random(seed));
            var element = JsonElement.Parse(flow.ToJsonString());
            var result = new FlowCompiler(TestCatalog.Instance).Compile(element);
            var errors = result.Problems.Where(problem => problem.Severity == ProblemSeverity.Error).ToArray();
            Assert.True(errors.Length == 0 == result.Plan is not null, $"Seed {seed}");
            Assert.All(errors, problem => Assert.Contains(ProblemCodes.All, known => known.Code == problem.Code));
            broken += errors.Length > 0 ? 1 : 0;
            Assert.NotNull(FlowDiff.Between(FlowDocument.Read(before, []), result.Document!).ToString());
        }

        Assert.InRange(broken, Mutations / 3, Mutations - 1);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"flow\"")]
    [InlineData("{}")]
    [InlineData("""{"id": "f", "steps": []}""")]
    [InlineData("""{"id": "f", "steps": {}}""")]
    [InlineData("""{"id": "f", "steps": {"a": {"type": "call", "with": {"url": "\ud800"}}}}""")]
    [InlineData("""{"id": "f", "steps": {"a\ud800": {"type": "call"}}}""")]
    public void Compile_NoFlow_ReportsIt(string text)
    {
        Assert.NotEmpty(FlowCompilerTests.Compile(text).Problems);
        Assert.Null(FlowCompilerTests.Compile(text).Plan);
    }

    [Theory]
    [InlineData("", "Document.Empty")]
    [InlineData("{\"id\": ", "Document.Syntax")]
    [InlineData("{\"id\": \"f\", \"id\": \"f\", \"steps\": {\"a\": {\"type\": \"call\"}}}", "Document.DuplicateKey")]
    [InlineData(
        "{\"id\": \"f\", \"steps\": {\"a\": {\"type\": \"call\"}, \"a\": {\"type\": \"call\"}}}",
        "Document.DuplicateKey"
    )]
    public void Compile_BrokenText_ReportsADescribedCode(string text, string code) => AssertSole(code, text);

    [Fact]
    public void Compile_TextBeyondTheLimits_ReportsADescribedCode()
    {
        AssertSole("Document.TooDeep", new string('[', 200) + new string(']', 200));
        AssertSole("Document.TooLarge", new string(' ', 5 * 1024 * 1024) + "{}");
    }

    [Fact]
    public void Compile_SeveralProblems_AreAllReportedInOrderOfPosition()
    {
        const string Text = """
            id: Bad Id
            steps:
              a:
                type: cal
                timeout: soon
              b:
                type: call
                with:
                  url: |
                    first line
                    second {{ steps.a.output }} and {{ 1 + }}
                  body: ["{{ steps.c.output }}"]
            edges:
              - { from: a, to: nowhere }
              - { from: b, to: b }
            """;
        var problems = FlowCompilerTests.Compile(Text).Problems;
        Assert.Equal(
            [
                "1:5 Flow.Schema",
                "4:11 Flow.UnknownType",
                "5:14 Flow.BadDuration",
                "11:48 Flow.Expression",
                "12:18 Flow.UnknownStep",
                "14:20 Flow.UnknownStep",
                "15:5 Flow.Cycle",
            ],
            problems.Select(problem => $"{problem.Position!.Value.Line}:{problem.Position.Value.Column} {problem.Code}")
        );
    }

    private static void AssertSole(string code, string text)
    {
        var result = FlowCompilerTests.Compile(text);
        Assert.Null(result.Plan);
        Assert.Equal([code], result.Problems.Select(problem => problem.Code));
        Assert.Contains(ProblemCodes.All, known => known.Code == code);
    }

    private static void Mutate(JsonNode root, Random random)
    {
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var nodes = new List<JsonNode>();
            Collect(root, nodes);
            var target = nodes[random.Next(nodes.Count)];
            var junk = JsonNode.Parse(Junk[random.Next(Junk.Length)]);
            if (target is JsonObject { Count: > 0 } members)
            {
                members[members.ElementAt(random.Next(members.Count)).Key] = junk;
            }
            else if (target is JsonArray { Count: > 0 } items)
            {
                items[random.Next(items.Count)] = junk;
            }
        }
    }

    private static void Collect(JsonNode node, List<JsonNode> nodes)
    {
        nodes.Add(node);
        var inner = node is JsonObject members ? members.Select(member => member.Value) : node as JsonArray ?? [];
        foreach (var child in inner)
        {
            if (child is JsonObject or JsonArray)
            {
                Collect(child, nodes);
            }
        }
    }
}
