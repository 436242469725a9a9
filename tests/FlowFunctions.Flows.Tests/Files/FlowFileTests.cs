using FlowFunctions.Flows.Compilation;
using FlowFunctions.Flows.Files;
using FlowFunctions.Flows.Plans;
using FlowFunctions.Flows.Tests.Catalog;
using FlowFunctions.Flows.Text;

namespace FlowFunctions.Flows.Tests.Files;

public sealed class FlowFileTests
{
    private static readonly FlowCompiler Compiler = new(TestCatalog.Instance);

    private static readonly Dictionary<string, string> Folder = new(StringComparer.Ordinal)
    {
        ["score.py"] = Hash('1'),
        ["lib/rates.json"] = Hash('2'),
        ["flow.json"] = Hash('3'),
        ["flow.yaml"] = Hash('4'),
        ["README.md"] = Hash('5'),
        [".env"] = Hash('6'),
        ["lib/.cache/x"] = Hash('7'),
        ["lib/__pycache__/rates.pyc"] = Hash('8'),
        ["node_modules/left/index.js"] = Hash('9'),
        ["docs/README.md"] = Hash('a'),
    };

    [Fact]
    public void Plan_OfAFlowThatUsesFiles_PinsItsFolderButForDocumentsAndHiddenFiles()
    {
        var plan = Compile("score.py").Plan!;

        Assert.Equal(["docs/README.md", "lib/rates.json", "score.py"], plan.Files.Keys);
        Assert.Equal(Hash('1'), plan.Files["score.py"]);
        Assert.Equal(plan.Files, PlanJson.Read(PlanJson.Write(plan), plan.Hash).Files);
    }

    [Fact]
    public void Plan_WhenAFileChanges_IsAnother()
    {
        var changed = new Dictionary<string, string>(Folder, StringComparer.Ordinal) { ["lib/rates.json"] = Hash('b') };
        var hidden = new Dictionary<string, string>(Folder, StringComparer.Ordinal) { ["README.md"] = Hash('b') };

        Assert.NotEqual(Compile("score.py").Plan!.Hash, Compile("score.py", changed).Plan!.Hash);
        Assert.Equal(Compile("score.py").Plan!.Hash, Compile("score.py", hidden).Plan!.Hash);
    }

    [Fact]
    public void Plan_OfAFlowThatUsesNone_IsTheSameWithAndWithoutFiles()
    {
        const string Flow = """{"id": "f", "steps": {"a": {"type": "call"}}}""";

        var with = Compiler.Compile(Flow, TextFormat.Json, Folder);

        Assert.False(with.UsesFiles);
        Assert.Empty(with.Plan!.Files);
        Assert.Equal(Compiler.Compile(Flow).Plan!.Hash, with.Plan.Hash);
    }

    [Fact]
    public void Plan_OfAScriptInALoop_PinsFiles()
    {
        const string Flow = """
            {"id": "f", "steps": {"each": {"type": "foreach", "with": {"items": [1]},
              "body": {"steps": {"a": {"type": "run", "with": {"file": "score.py"}}}}}}}
            """;

        Assert.Contains("score.py", Compiler.Compile(Flow, TextFormat.Json, Folder).Plan!.Files.Keys);
    }

    [Theory]
    [InlineData(
        "scor.py",
        ProblemCodes.FileMissing,
        "no file 'scor.py' (did you mean 'score.py'?). It has docs/README.md,"
    )]
    [InlineData("Score.py", ProblemCodes.FileMissing, "(did you mean 'score.py'?)")]
    [InlineData(".env", ProblemCodes.FileMissing, "neither its own document nor hidden files")]
    [InlineData("flow.json", ProblemCodes.FileMissing, "neither its own document nor hidden files")]
    [InlineData("/etc/passwd", ProblemCodes.BadFilePath, "must not begin with '/'")]
    [InlineData("../other/score.py", ProblemCodes.BadFilePath, "'.' or '..'")]
    [InlineData("lib\\\\score.py", ProblemCodes.BadFilePath, "backslash")]
    [InlineData("", ProblemCodes.BadFilePath, "The path is empty.")]
    public void File_ThatIsNotThere_IsAProblemAtItsPlace(string file, string code, string says)
    {
        var problem = Assert.Single(Compile(file).Problems);

        Assert.Equal((code, "/steps/a/with/file"), (problem.Code, problem.Pointer));
        Assert.Contains(says, problem.Message, StringComparison.Ordinal);
        Assert.Equal(1, problem.Position!.Value.Line);
    }

    [Fact]
    public void File_WhenTheFolderIsNotKnown_IsCheckedForItsFormOnly()
    {
        var unknown = Compiler.Compile(Flow("scor.py"));

        Assert.True(unknown.UsesFiles);
        Assert.Empty(unknown.Plan!.Files);
        Assert.Equal(ProblemCodes.BadFilePath, Assert.Single(Compiler.Compile(Flow("../a")).Problems).Code);
    }

    [Fact]
    public void File_ThatAnExpressionNames_IsNotChecked() => Assert.NotNull(Compile("{{ input.file }}").Plan);

    [Fact]
    public void Folder_WithTooManyFilesOrBytes_IsAProblem()
    {
        var many = Enumerable
            .Range(0, FileLimits.FlowFiles)
            .ToDictionary(static number => $"{number}.py", static _ => Hash('1'), StringComparer.Ordinal);
        many[".hidden"] = Hash('2');
        Assert.NotNull(Compile("0.py", many).Plan);
        many["one-more.py"] = Hash('1');

        Assert.Equal(ProblemCodes.TooManyFiles, Assert.Single(Compile("0.py", many).Problems).Code);
        var large = Compiler.Compile(
            Flow("score.py"),
            TextFormat.Json,
            new FlowFolder(Folder, FileLimits.FlowBytes + 1)
        );
        var problem = Assert.Single(large.Problems);
        Assert.Equal((ProblemCodes.TooManyFiles, "/steps/a/type"), (problem.Code, problem.Pointer));
        Assert.Contains("52428801 bytes", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_WithAFileBelowAFile_IsAProblem()
    {
        var folder = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["lib"] = Hash('1'),
            ["lib/a/score.py"] = Hash('2'),
            ["lib-2/a.py"] = Hash('3'),
        };

        var problem = Assert.Single(Compile("lib", folder).Problems);

        Assert.Equal(ProblemCodes.FileConflict, problem.Code);
        Assert.Contains("'lib' and a file 'lib/a/score.py'", problem.Message, StringComparison.Ordinal);
    }

    private static CompilationResult Compile(string file, Dictionary<string, string>? folder = null) =>
        Compiler.Compile(Flow(file), TextFormat.Json, folder ?? Folder);

    private static string Flow(string file) =>
        """{"id": "f", "steps": {"a": {"type": "run", "with": {"file": "FILE"}}}}""".Replace(
            "FILE",
            file,
            StringComparison.Ordinal
        );

    private static string Hash(char digit) => new(digit, 64);
}
