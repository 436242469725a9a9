namespace FlowFunctions.Cli.Tests.Journal;

public sealed class JournalCommandTests
{
    private const string Header = "FLOWJRNL\u0001\0\0\0\u0001\0\0\0";

    [Fact]
    public async Task Verify_GoodJournal_SaysHowMuchThereIs()
    {
        using var file = new TemporaryFile(Header, "00000001.journal");
        using var terminal = new TestTerminal();

        Assert.Equal(0, await terminal.RunAsync("journal", "verify", Path.GetDirectoryName(file.Path)!));
        Assert.Equal("ok: 0 records in 1 file, 0 open runs\n", terminal.Output);
    }

    [Fact]
    public async Task Verify_DamagedJournal_NamesFileAndOffset()
    {
        using var file = new TemporaryFile("X" + Header + "records", "00000001.journal");
        using var terminal = new TestTerminal();

        Assert.Equal(1, await terminal.RunAsync("journal", "verify", Path.GetDirectoryName(file.Path)!));
        Assert.Contains($"'{file.Path}' is damaged at offset 0", terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_NoDirectory_IsInvalidUse()
    {
        using var terminal = new TestTerminal();

        Assert.Equal(2, await terminal.RunAsync("journal", "verify", "/no/such/journal"));
    }

    [Theory]
    [InlineData("--json", "\"openRuns\": []")]
    [InlineData(null, "0 open runs")]
    public async Task Inspect_Journal_ShowsFilesAndRuns(string? option, string expected)
    {
        using var file = new TemporaryFile(Header, "00000001.journal");
        using var terminal = new TestTerminal();
        string[] arguments =
        [
            "journal",
            "inspect",
            Path.GetDirectoryName(file.Path)!,
            .. option is null ? [] : new[] { option },
        ];

        Assert.Equal(0, await terminal.RunAsync(arguments));
        Assert.Contains("00000001.journal", terminal.Output, StringComparison.Ordinal);
        Assert.Contains(expected, terminal.Output, StringComparison.Ordinal);
    }
}
