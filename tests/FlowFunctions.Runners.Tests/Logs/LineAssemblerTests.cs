using System.Text;
using FlowFunctions.Runners.Calls;
using FlowFunctions.Runners.Logs;

namespace FlowFunctions.Runners.Tests.Logs;

public sealed class LineAssemblerTests
{
    private readonly List<ScriptLine> _lines = [];
    private readonly LineAssembler _assembler;

    public LineAssemblerTests() => _assembler = new LineAssembler(ScriptLogLevel.Info, _lines.Add);

    [Fact]
    public void Line_InSingleBytes_IsOneLine()
    {
        foreach (var one in Encoding.UTF8.GetBytes("grüße 🦊\r\nnext"))
        {
            _assembler.Add([one]);
        }

        _assembler.Flush();

        Assert.Equal(["grüße 🦊", "next"], _lines.Select(line => line.Text));
    }

    [Fact]
    public void Mark_SetsTheLevelOfItsLineOnly()
    {
        Add("\u001eEbad\n\u001e?odd\nplain \u001eD\n");

        Assert.Equal(
            [
                (ScriptLogLevel.Error, "bad"),
                (ScriptLogLevel.Info, "\u001e?odd"),
                (ScriptLogLevel.Info, "plain \u001eD"),
            ],
            _lines.Select(line => (line.Level, line.Text))
        );
    }

    [Fact]
    public void LongLine_KeepsItsLevelAndItsPairs()
    {
        Add($"\u001eW{new string('x', LineAssembler.MaxLength - 1)}🦊{new string('y', 10)}\n");

        Assert.Equal(
            [(ScriptLogLevel.Warning, LineAssembler.MaxLength - 1, true), (ScriptLogLevel.Warning, 12, false)],
            _lines.Select(line => (line.Level, line.Text.Length, line.IsContinued))
        );
        Assert.StartsWith("🦊", _lines[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void LineOfExactlyTheLimit_IsNotContinued()
    {
        Add($"{new string('x', LineAssembler.MaxLength)}\n");

        Assert.Equal((LineAssembler.MaxLength, false), (_lines[0].Text.Length, _lines[0].IsContinued));
    }

    [Fact]
    public void EndMark_IsSeenBehindALineWithoutEnd()
    {
        _assembler.Expect("\u001e.42");

        Add("no end");
        Assert.False(_assembler.HasEnded);
        Add("\u001e.42\n");

        Assert.True(_assembler.HasEnded);
        Assert.Equal(["no end"], _lines.Select(line => line.Text));
    }

    [Fact]
    public void EndMark_Alone_IsNoLine()
    {
        _assembler.Expect("\u001e.42");

        Add("one\n\u001e.42\n");

        Assert.Equal(["one"], _lines.Select(line => line.Text));
    }

    private void Add(string text) => _assembler.Add(Encoding.UTF8.GetBytes(text));
}
