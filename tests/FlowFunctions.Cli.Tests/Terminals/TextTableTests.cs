using FlowFunctions.Cli.Terminals;

namespace FlowFunctions.Cli.Tests.Terminals;

public sealed class TextTableTests
{
    [Fact]
    public void Table_OnATerminal_IsAlignedUnderItsHeadings() =>
        Assert.Equal(
            "RUN   STATUS     NOTE\na     Succeeded\nlong  Failed     because\n",
            Write(isInteractive: true, columns: 80)
        );

    [Fact]
    public void Table_Piped_HasTabsAndTheValuesForPrograms() =>
        Assert.Equal("a\tSucceeded\t\nlong\tFailed\treason\n", Write(isInteractive: false, columns: 80));

    [Fact]
    public void Table_NarrowTerminal_IsCut() =>
        Assert.Equal(
            "RUN   STATUS     NO…\na     Succeeded\nlong  Failed     be…\n",
            Write(isInteractive: true, columns: 20)
        );

    [Theory]
    [InlineData(60, "RUN  NOTE\na    all is well\nb    nobody answers at this address\n")]
    [InlineData(20, "RUN  NOTE\na    all is well\nb\n  nobody answers at\n  this address\n")]
    [InlineData(8, "RUN\na\n  all is\n  well\nb\n  nobody\n  answe…\n  at\n  this\n  addre…\n")]
    public void Table_WhoseLastColumnWraps_CutsNoSentence(int columns, string expected)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var table = new TextTable("RUN", "NOTE") { WrapsLast = true };
        table.Add("a", "all is well");
        table.Add("b", "nobody answers at this address");

        table.Write(Terminal(output, isInteractive: true, columns));

        Assert.Equal(expected, output.ToString());
    }

    [Fact]
    public void Cell_WithTabsAndEscapes_StaysOneCell()
    {
        using var output = new StringWriter { NewLine = "\n" };
        var table = new TextTable("A", "B");
        table.Add("x\ty\u001b[2J\nz", "b");

        table.Write(Terminal(output, isInteractive: false, columns: 80));

        Assert.Equal("x y [2J z\tb\n", output.ToString());
    }

    private static string Write(bool isInteractive, int columns)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var table = new TextTable("RUN", "STATUS", "NOTE");
        table.Add("a", new TextCell("Succeeded", Color: Ansi.Green), (string?)null);
        table.Add("long", "Failed", new TextCell("because", "reason"));
        table.Write(Terminal(output, isInteractive, columns));
        return output.ToString();
    }

    private static Terminal Terminal(TextWriter output, bool isInteractive, int columns) =>
        new()
        {
            Output = output,
            Error = TextWriter.Null,
            OpenInput = static () => TextReader.Null,
            IsOutputInteractive = isInteractive,
            Size = () => new WindowSize(columns, 24),
        };
}
