using System.Text;
using FlowFunctions.Flows.Text;

namespace FlowFunctions.Flows.Tests.Text;

public sealed class YamlTextTests
{
    [Theory]
    [InlineData("yes", "\"yes\"")]
    [InlineData("off", "\"off\"")]
    [InlineData("y", "\"y\"")]
    [InlineData("true", "true")]
    [InlineData("FALSE", "false")]
    [InlineData("tRue", "\"tRue\"")]
    [InlineData("~", "null")]
    [InlineData("Null", "null")]
    [InlineData("", "null")]
    [InlineData("0", "0")]
    [InlineData("+12", "12")]
    [InlineData("-007", "-7")]
    [InlineData("0x1F", "31")]
    [InlineData("0o17", "15")]
    [InlineData("0o18", "\"0o18\"")]
    [InlineData("1_000", "\"1_000\"")]
    [InlineData("0b11", "\"0b11\"")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("1.", "1")]
    [InlineData(".5", "0.5")]
    [InlineData("1.50", "1.50")]
    [InlineData("1e3", "1e3")]
    [InlineData("-.5E-2", "-0.5E-2")]
    [InlineData("1e", "\"1e\"")]
    [InlineData("+", "\"+\"")]
    [InlineData(".", "\".\"")]
    [InlineData("190:20:30", "\"190:20:30\"")]
    [InlineData("2026-01-31", "\"2026-01-31\"")]
    [InlineData("2026-01-31T12:00:00Z", "\"2026-01-31T12:00:00Z\"")]
    [InlineData("'1'", "\"1\"")]
    [InlineData("\"true\"", "\"true\"")]
    [InlineData("!!str 5", "\"5\"")]
    [InlineData("!!int \"5\"", "5")]
    [InlineData("!!float 5", "5")]
    [InlineData("! 5", "\"5\"")]
    [InlineData("<<", "\"<<\"")]
    public void Read_Scalar_FollowsCoreSchema(string text, string json) =>
        Assert.Equal($"{{\"a\":{json}}}", Reading.Valid($"a: {text}", TextFormat.Yaml).Json());

    [Fact]
    public void Read_Document_GivesItsValue()
    {
        const string text = """
            # a flow
            %id: 1
            steps:
              - {name: first, with: [1, two, "3"]}
              - name: second
                text: |
                  line {{ 1 }}

                  end
            1: number
            true: flag
            """;
        string json = Reading.Valid(text.Replace("%id", "id", StringComparison.Ordinal), TextFormat.Yaml).Json();

        Assert.Equal(
            """{"id":1,"steps":[{"name":"first","with":[1,"two","3"]},{"name":"second","text":"line {{ 1 }}\n\nend\n"}],"1":"number","true":"flag"}""",
            json
        );
    }

    [Fact]
    public void Read_AliasesAndMergeKeys_AreExpanded()
    {
        const string text = """
            base: &base { a: 1, b: 2 }
            other: &other { b: 3, c: 4 }
            copy: *base
            merged: { <<: *base, b: 5 }
            both:
              b: 9
              <<: [*base, *other]
            """;

        Assert.Equal(
            """{"base":{"a":1,"b":2},"other":{"b":3,"c":4},"copy":{"a":1,"b":2},"merged":{"b":5,"a":1},"both":{"b":9,"a":1,"c":4}}""",
            Reading.Valid(text, TextFormat.Yaml).Json()
        );
    }

    [Theory]
    [InlineData("", "Document.Empty", 1, 1)]
    [InlineData("# only\n", "Document.Empty", 1, 1)]
    [InlineData("a: 1\n---\nb: 2\n", "Document.SeveralDocuments", 2, 1)]
    [InlineData("a: .inf", "Document.Number", 1, 4)]
    [InlineData("a: -.Inf", "Document.Number", 1, 4)]
    [InlineData("a: .NaN", "Document.Number", 1, 4)]
    [InlineData("a: *b", "Document.Alias", 1, 4)]
    [InlineData("a: &a [*a]", "Document.Alias", 1, 8)]
    [InlineData("a: !secret x", "Document.Tag", 1, 4)]
    [InlineData("a: !!binary x", "Document.Tag", 1, 4)]
    [InlineData("a: !!int x", "Document.Tag", 1, 10)]
    [InlineData("a: !!set {x}", "Document.Tag", 1, 4)]
    [InlineData("? [a]\n: 1", "Document.Key", 1, 3)]
    [InlineData("~: 1", "Document.Key", 1, 1)]
    [InlineData("<<: 1", "Document.Merge", 1, 5)]
    public void Read_WhatJsonCannotHold_IsRefused(string text, string code, int line, int column)
    {
        var problem = Reading.Refused(text, TextFormat.Yaml);

        Assert.Equal(code, problem.Code);
        Assert.Equal(new TextPosition(line, column), problem.Position);
    }

    [Theory]
    [InlineData("a:\n  - b\n c: d", 3, 2, "check how far this line is indented")]
    [InlineData("a:\n  - b\n  c: d", 3, 3, "expected '- ' here")]
    [InlineData("a: [1, 2", 1, 9, "needs ',' or ']'")]
    [InlineData("a: {b: 1", 1, 9, "needs ',' or '}'")]
    [InlineData("a: 'x", 1, 4, "never closed")]
    [InlineData("a: b: c", 1, 5, "put it in quotes")]
    [InlineData("a: @x", 1, 4, "must not start with this character")]
    [InlineData("a: \"\\q\"", 1, 4, "double the '\\'")]
    [InlineData("a: \"\\uD800\"", 1, 4, "surrogates")]
    [InlineData("%YAML 2.0\n---\na: 1", 1, 1, "incompatible")]
    public void Read_SyntaxError_TellsWhereInPlainWords(string text, int line, int column, string words)
    {
        var problem = Reading.Refused(text, TextFormat.Yaml);

        Assert.Equal("Document.Syntax", problem.Code);
        Assert.Equal(new TextPosition(line, column), problem.Position);
        Assert.StartsWith("This is not valid YAML: ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a:\n\tb: 1\n", 2, 1)]
    [InlineData("a:\n  b:\n  \t- 1\n", 3, 3)]
    [InlineData("a: 1\n\tb: 2", 2, 1)]
    public void Read_TabIndent_IsNamed(string text, int line, int column)
    {
        var problem = Reading.Refused(text, TextFormat.Yaml);

        Assert.Equal("Document.Syntax", problem.Code);
        Assert.Equal(new TextPosition(line, column), problem.Position);
        Assert.Equal("Indent with spaces: YAML does not allow tabs there.", problem.Message);
    }

    [Fact]
    public void Read_HalfSurrogatePair_IsRefused() =>
        Assert.Equal("Document.InvalidText", Reading.Refused("a: \uD800", TextFormat.Yaml).Code);

    [Fact]
    public void Read_DuplicateNames_AreAllReported()
    {
        var problems = Reading.Problems("a: 1\nb:\n  x: 1\n  x: 2\na: 3\n\"a\": 4\n", TextFormat.Yaml);

        Assert.Equal(["/b/x", "/a", "/a"], problems.Select(problem => problem.Pointer));
        Assert.Equal(new TextPosition(4, 3), problems[0].Position);
        Assert.All(problems, problem => Assert.Equal("Document.DuplicateKey", problem.Code));
    }

    [Fact]
    public void Read_SeveralProblems_AreReportedTogether() =>
        Assert.Equal(
            ["Document.Alias", "Document.Number", "Document.Tag"],
            Reading.Problems("a: *x\nb: .inf\nc: !t 1\n", TextFormat.Yaml).Select(problem => problem.Code)
        );

    [Fact]
    public void Read_AliasBomb_IsRefused()
    {
        var text = new StringBuilder("a0: &a0 [lol]\n");
        for (int i = 1; i < 40; i++)
            text.Append($"a{i}: &a{i} [*a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}]\n");

        Assert.Equal("Document.TooManyAliases", Reading.Refused(text.ToString(), TextFormat.Yaml).Code);
    }

    [Fact]
    public void Read_MergeBomb_IsRefused()
    {
        var text = new StringBuilder("a: &a { ");
        text.AppendJoin(", ", Enumerable.Range(0, 1_000).Select(i => $"k{i}: {i}")).Append(" }\nb:\n");
        text.Insert(text.Length, "  - <<: *a\n", 101);

        Assert.Equal("Document.TooManyAliases", Reading.Refused(text.ToString(), TextFormat.Yaml).Code);
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{a: ", "}")]
    public void Read_Depth_IsLimited(string open, string close)
    {
        string Nest(int depth) =>
            string.Concat(Enumerable.Repeat(open, depth)) + string.Concat(Enumerable.Repeat(close, depth));

        Reading.Valid(Nest(100), TextFormat.Yaml);
        Assert.Equal("Document.TooDeep", Reading.Refused(Nest(101), TextFormat.Yaml).Code);
    }

    [Fact]
    public void Read_DepthThroughAliases_IsLimited()
    {
        string half = new string('[', 60) + "x" + new string(']', 60);
        string text = $"a: &a {half}\nb: {new string('[', 60)}*a{new string(']', 60)}\n";

        Assert.Equal("Document.TooDeep", Reading.Refused(text, TextFormat.Yaml).Code);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Locate_Values_CountsAsEditorsDo(string newLine)
    {
        string text = "\uFEFF# é 😀\nä: 😀\n😀😀: x\nlist:\n  - &n !!str one\n  - {k: v}\n  - *n\n".Replace(
            "\n",
            newLine,
            StringComparison.Ordinal
        );
        var document = Reading.Valid(text, TextFormat.Yaml);

        Assert.Equal(new TextPosition(2, 4), document.Locate("/ä"));
        Assert.Equal(new TextPosition(3, 7), document.Locate("/😀😀"));
        Assert.Equal(new TextPosition(3, 1), document.LocateKey("/😀😀"));
        Assert.Equal(new TextPosition(5, 14), document.Locate("/list/0"));
        Assert.Equal(new TextPosition(6, 9), document.Locate("/list/1/k"));
        Assert.Equal(new TextPosition(6, 6), document.LocateKey("/list/1/k"));
        Assert.Equal(new TextPosition(7, 5), document.Locate("/list/2"));
        Assert.Equal(new TextPosition(7, 5), document.Locate("/list/2", 1));
    }

    [Theory]
    [InlineData("plain text", 6, 1, 10)]
    [InlineData("plain\n  text", 6, 2, 3)]
    [InlineData("plain\n\n  text", 6, 3, 3)]
    [InlineData("'it''s so'", 2, 1, 7)]
    [InlineData("'it''s so'", 3, 1, 9)]
    [InlineData("'it''s so'", 4, 1, 10)]
    [InlineData("'one\n  two'", 4, 2, 3)]
    [InlineData("\"a\\x41b\"", 2, 1, 10)]
    [InlineData("\"a\\U0001F600b\"", 3, 1, 16)]
    [InlineData("\"a\\\n  b\"", 1, 2, 3)]
    [InlineData("\"a\\\n  b\"", 2, 2, 4)]
    [InlineData("|\n  one\n  two\n", 0, 2, 3)]
    [InlineData("|\n  one\n  two\n", 4, 3, 3)]
    [InlineData("|\n  one\n  two\n", 5, 3, 4)]
    [InlineData("|\n  one\n  two\n", 3, 2, 6)]
    [InlineData("|- # note\n  a b\n", 1, 2, 4)]
    [InlineData("|- # note\n  a b\n", 2, 2, 5)]
    [InlineData(">\n  one\n  two\n\n  three\n", 4, 3, 3)]
    [InlineData(">\n  one\n  two\n\n  three\n", 8, 5, 3)]
    [InlineData("|\n    deep\n      er\n", 7, 3, 7)]
    public void Locate_CharacterOfString_FollowsItsStyle(string value, int offset, int line, int column)
    {
        foreach (string newLine in (string[])["\n", "\r\n"])
        {
            string text = $"a: {value}".Replace("\n", newLine, StringComparison.Ordinal);
            var document = Reading.Valid(text, TextFormat.Yaml);

            Assert.Equal(new TextPosition(line, column), document.Locate("/a", offset));
        }
    }
}
