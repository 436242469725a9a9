using FlowFunctions.Cli.Run.Display;

namespace FlowFunctions.Cli.Tests.Run.Display;

public sealed class TreeClipTests
{
    [Fact]
    public void Clip_FewLines_LeavesThemAlone() => Assert.Equal("HAFP", Clip("HAFP", 4));

    [Fact]
    public void Clip_TooManyLines_LeavesOutFinishedOnesFirst() => Assert.Equal("HAPFA+", Clip("HFAFPFA", 6));

    [Fact]
    public void Clip_StillTooMany_LeavesOutPendingOnesNext() => Assert.Equal("HAAP+", Clip("HAFAPFPP", 5));

    [Fact]
    public void Clip_OnlyActiveOnes_CutsTheEnd() => Assert.Equal("HAA+", Clip("HAAAAAA", 4));

    [Fact]
    public void Clip_Note_CountsWhatIsLeftOut()
    {
        var lines = Lines("HFFFFA");

        Assert.Equal("  3 more lines do not fit the window", TreeClip.Clip(lines, 4)[^1].Text);
    }

    private static string Clip(string lines, int most) =>
        string.Concat(TreeClip.Clip(Lines(lines), most).Select(static line => line.Text.Length == 1 ? line.Text : "+"));

    private static TreeLine[] Lines(string lines) =>
        [
            .. lines.Select(static kind => new TreeLine(
                kind.ToString(),
                "",
                0,
                kind switch
                {
                    'F' => TreeLineState.Finished,
                    'P' => TreeLineState.Pending,
                    _ => TreeLineState.Active,
                }
            )),
        ];
}
