using System.Runtime.CompilerServices;
using System.Text.Json;
using FlowFunctions.Cli.Remote.Flows;
using FlowFunctions.Flows.Text;

namespace FlowFunctions.Cli.Tests.Remote.Flows;

public sealed class DocumentTests
{
    private const string Compact = """
        {"id":"f","name":"It\u0027s \u003cgreat\u003e \uD83D\uDE00","steps":{"b":{"type":"transform","with":{"value":1.50}},"a":{"type":"http","with":{"url":"http://127.0.0.1:7099/a/rather/long/address/that/does/not/fit/on/a/line","headers":{},"list":[]}}},"edges":[{"from":"b","to":"a"}],"settings":{"timeout":"10m"}}
        """;

    public static TheoryData<string> Samples =>
        [.. Directory.EnumerateFiles(Path.Combine(Root(), "samples"), "*.json", SearchOption.AllDirectories)];

    public static TheoryData<string> Texts =>
        [
            "",
            " x",
            "x ",
            "x: y",
            "x #y",
            "- x",
            "null",
            "True",
            "no",
            "1.0",
            "0x1F",
            "1e3",
            "2026-01-31",
            "~",
            ".inf",
            "<<",
            "=",
            "? x",
            "{{ input.n }}",
            "a, b",
            "tab\there",
            "line\nbreak",
            "line\n\nbreak\n",
            "ends twice\n\n",
            "  indented\nless",
            "less\n  indented\n",
            "blank line of spaces\n   \nx",
            "carriage\r\nreturn",
            "quote \" and \\ and '",
            "\u0007\u001b[2J\u0085\u2028\u202E\uFEFF",
            "\uD83D\uDE00 \u4E16\u754C",
            "#!/bin/bash\nset -e\necho \"{{ input.n }}\"\n",
            "---\n",
            "...\nx",
            "%YAML 1.1\nx",
            "\tx\ny",
        ];

    [Fact]
    public void Json_IsLaidOutForComparing() =>
        Assert.Equal(
            """
            {
              "id": "f",
              "name": "It's <great> 😀",
              "steps": {
                "b": { "type": "transform", "with": { "value": 1.50 } },
                "a": {
                  "type": "http",
                  "with": {
                    "url": "http://127.0.0.1:7099/a/rather/long/address/that/does/not/fit/on/a/line",
                    "headers": {},
                    "list": []
                  }
                }
              },
              "edges": [
                { "from": "b", "to": "a" }
              ],
              "settings": { "timeout": "10m" }
            }

            """,
            DocumentJson.Write(JsonElement.Parse(Compact))
        );

    [Fact]
    public void Yaml_IsLaidOutForComparing() =>
        Assert.Equal(
            """
            id: f
            name: "It's <great> 😀"
            steps:
              b: { type: transform, with: { value: 1.50 } }
              a:
                type: http
                with: { url: "http://127.0.0.1:7099/a/rather/long/address/that/does/not/fit/on/a/line", headers: {}, list: [] }
            edges:
              - { from: b, to: a }
            settings: { timeout: "10m" }

            """,
            DocumentYaml.Write(JsonElement.Parse(Compact))
        );

    [Theory]
    [MemberData(nameof(Samples))]
    public void Sample_WrittenAndRead_IsTheSame(string path)
    {
        var sample = JsonElement.Parse(File.ReadAllText(path));

        var json = DocumentJson.Write(sample);

        AssertSame(sample, json, TextFormat.Json);
        AssertSame(sample, DocumentYaml.Write(sample), TextFormat.Yaml);
        Assert.Equal(json, DocumentJson.Write(JsonElement.Parse(json)));
        Assert.DoesNotContain(json.Split('\n'), static line => line != line.TrimEnd());
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Text_WrittenAndRead_IsTheSame(string text)
    {
        var name = JsonString.Quote(text);
        var filling = JsonString.Quote(new string('x', 130));
        var document = JsonElement.Parse(
            $$"""
            { "a": {{name}}, {{name}}: { "b": {{name}} }, "c": [{{name}}, [{{name}}], { {{name}}: {{name}}, "d": {{name}} }],
              "long": [{ "e": {{name}}, "f": {{filling}} }, [{{name}}, {{filling}}], [[{{name}}, {{filling}}]], {{name}}],
              "deep": { {{name}}: { "g": {{name}}, "h": {{filling}}, "i": {{name}} } } }
            """
        );

        AssertSame(document, DocumentJson.Write(document), TextFormat.Json);
        AssertSame(document, DocumentYaml.Write(document), TextFormat.Yaml);
    }

    [Fact]
    public void Script_InYaml_StandsAsItIsRead() =>
        Assert.Equal(
            "steps:\n  x:\n    with:\n      code: |\n        a\n\n          b\n",
            DocumentYaml.Write(JsonElement.Parse("""{"steps":{"x":{"with":{"code":"a\n\n  b\n"}}}}"""))
        );

    [Fact]
    public void Hash_OtherEscapesAndSpaces_IsTheSame() =>
        Assert.Equal(
            DocumentHash.Of(JsonElement.Parse("""{ "a" : "\u0027" }""")),
            DocumentHash.Of(JsonElement.Parse("""{"a":"'"}"""))
        );

    [Fact]
    public void Hash_OtherOrder_IsAnother() =>
        Assert.NotEqual(
            DocumentHash.Of(JsonElement.Parse("""{"a":1,"b":2}""")),
            DocumentHash.Of(JsonElement.Parse("""{"b":2,"a":1}"""))
        );

    private static void AssertSame(JsonElement expected, string text, TextFormat format)
    {
        var problems = new List<TextProblem>();
        var read = TextDocument.Read(text, format, problems);
        Assert.Empty(problems);
        Assert.Equal(DocumentJson.Write(expected), DocumentJson.Write(read!.Root));
    }

    private static string Root([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../../.."));
}
