using System.Globalization;
using FlowFunctions.Flows.Text;

namespace FlowFunctions.Flows.Tests.Text;

public sealed class JsonTextTests
{
    [Fact]
    public void Read_CommentsAndTrailingCommas_AreAllowed()
    {
        var document = Reading.Valid("{ // one\n \"a\": [1, 2,], /* two */ \"b\": true,\n}", TextFormat.Json);

        Assert.Equal(2, document.Root.GetProperty("a").GetArrayLength());
        Assert.True(document.Root.GetProperty("b").GetBoolean());
    }

    [Theory]
    [InlineData("{\n  \"a\": }", 2, 8, "invalid start of a value")]
    [InlineData("{\n  \"ä\": 1 x}", 2, 10, "'x' is invalid after a value")]
    [InlineData("{\r\n\r\n  \"a\" 1}", 3, 7, "invalid after a property name")]
    [InlineData("{\"a\": 1", 1, 8, "")]
    [InlineData("[1] 2", 1, 5, "")]
    [InlineData("\uFEFF{x}", 1, 2, "")]
    public void Read_SyntaxError_TellsWhere(string text, int line, int column, string words)
    {
        var problem = Reading.Refused(text, TextFormat.Json);

        Assert.Equal("Document.Syntax", problem.Code);
        Assert.Equal(new TextPosition(line, column), problem.Position);
        Assert.StartsWith("This is not valid JSON: ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(words, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_DuplicateNames_AreAllReported()
    {
        const string text = """
            {
              "a": 1,
              "b": { "x": 1, "x": 2, "\u0078": 3 },
              "a": [ { "y": 1, "y": 2 } ]
            }
            """;
        var problems = new List<TextProblem>();
        var document = TextDocument.Read(text, TextFormat.Json, problems);

        Assert.NotNull(document);
        Assert.All(problems, problem => Assert.Equal("Document.DuplicateKey", problem.Code));
        Assert.Equal(["/b/x", "/b/x", "/a", "/a/0/y"], problems.Select(problem => problem.Pointer));
        Assert.Equal(new TextPosition(3, 18), problems[0].Position);
        Assert.Equal("'a' is already set on line 2; remove one of the two.", problems[2].Message);
    }

    [Theory]
    [InlineData("", "Document.Empty")]
    [InlineData(" \n ", "Document.Empty")]
    [InlineData("// nothing\n", "Document.Syntax")]
    [InlineData("{\"a\": \"\\ud800\"}", "Document.InvalidText")]
    [InlineData("{\"\\udc00\": 1}", "Document.InvalidText")]
    public void Read_NothingUseful_IsRefused(string text, string code) =>
        Assert.Equal(code, Reading.Refused(text, TextFormat.Json).Code);

    [Fact]
    public void Read_Depth_IsLimited()
    {
        Reading.Valid(new string('[', 100) + new string(']', 100), TextFormat.Json);

        var problem = Reading.Refused(new string('[', 100_000), TextFormat.Json);
        Assert.Equal("Document.TooDeep", problem.Code);
        Assert.Equal(new TextPosition(1, 101), problem.Position);
    }

    [Theory]
    [InlineData(TextFormat.Json)]
    [InlineData(TextFormat.Yaml)]
    public void Read_Size_IsLimited(TextFormat format) =>
        Assert.Equal("Document.TooLarge", Reading.Refused($"\"{new string('é', 5 * 1024 * 1024 / 2)}\"", format).Code);

    [Fact]
    public void Locate_EveryValue_MatchesWhereItWasWritten()
    {
        // Each value is a number or text that names its own line and column.
        const string text =
            "\uFEFF{\r\n  \"p\\u00e4\": \"2:14\",\r\n\t\"😀\": [\"3:9\", \"3:16\",\r\n"
            + "/* é */ {\"a/b\": \"4:17\", \"c~d\": \"4:32\"}]\r\n}";
        var document = Reading.Valid(text, TextFormat.Json);

        foreach (string pointer in (string[])["/pä", "/😀/0", "/😀/1", "/😀/2/a~1b", "/😀/2/c~0d"])
        {
            var position = document.Locate(pointer)!.Value;
            string written = JsonPointer.Find(document.Root, pointer)!.Value.GetString()!;
            Assert.Equal(written, string.Create(CultureInfo.InvariantCulture, $"{position.Line}:{position.Column}"));
        }
        Assert.Equal(new TextPosition(4, 9), document.LocateKey("/😀/2"));
        Assert.Equal(new TextPosition(4, 25), document.LocateKey("/😀/2/c~0d"));
        Assert.Equal(new TextPosition(1, 1), document.Locate(""));
    }

    [Fact]
    public void Locate_MissingPlace_FallsBackToNearestAncestor()
    {
        var document = Reading.Valid("{\n \"a\": {\n  \"b\": [1]}}", TextFormat.Json);

        Assert.Equal(new TextPosition(3, 8), document.Locate("/a/b/7/x"));
        Assert.Equal(new TextPosition(2, 2), document.LocateKey("/a/missing"));
        Assert.Equal(new TextPosition(1, 1), document.Locate("/nothing"));
        Assert.Equal(new TextPosition(3, 8), document.Locate("/a/b/01"));
    }

    [Theory]
    [InlineData(0, 7)]
    [InlineData(1, 8)] // \n
    [InlineData(2, 10)] // \u00e4
    [InlineData(3, 16)] // first half of the emoji
    [InlineData(5, 18)] // \"
    [InlineData(6, 20)] // end
    [InlineData(99, 20)]
    [InlineData(-1, 7)]
    public void Locate_CharacterOfString_CountsEscapes(int offset, int column)
    {
        var document = Reading.Valid("{\"a\": \"x\\n\\u00e4😀\\\"\"}", TextFormat.Json);

        // The opening quote is column 7, so the text starts at 8.
        Assert.Equal(new TextPosition(1, column + 1), document.Locate("/a", offset));
    }

    [Fact]
    public void Read_Auto_TellsJsonFromYaml()
    {
        Assert.Equal("""{"a":1}""", Reading.Valid("a: 1", TextFormat.Auto).Json());
        Assert.Equal("""{"a":1}""", Reading.Valid("\n {\"a\":1}", TextFormat.Auto).Json());
        Assert.Equal(1, Reading.Valid("// c\n[1,]", TextFormat.Auto).Root.GetArrayLength());
    }
}
