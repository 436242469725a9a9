namespace FlowFunctions.Cli.Tests.Profiles;

public sealed class ProfileCommandTests : IDisposable
{
    private readonly TemporaryFolder _settings = new();

    public void Dispose() => _settings.Dispose();

    [Fact]
    public async Task Set_FirstProfile_IsUsedAndListed()
    {
        Assert.Equal(0, (await RunAsync("set", "local", "--server", "http://127.0.0.1:7071/")).ExitCode);
        await RunAsync("set", "staging", "--server", "https://flows.example");

        var (exitCode, output, _) = await RunAsync("list");

        Assert.Equal(0, exitCode);
        Assert.Equal("* local    http://127.0.0.1:7071\n  staging  https://flows.example\n", output);
    }

    [Fact]
    public async Task Use_OtherProfile_IsMarked()
    {
        await RunAsync("set", "a", "--server", "http://a");
        await RunAsync("set", "b", "--server", "http://b");

        Assert.Equal(0, (await RunAsync("use", "b")).ExitCode);

        Assert.Equal("  a  http://a\n* b  http://b\n", (await RunAsync("list")).Output);
    }

    [Fact]
    public async Task Remove_ProfileInUse_LeavesNoneInUse()
    {
        await RunAsync("set", "a", "--server", "http://a");
        await RunAsync("set", "b", "--server", "http://b");

        Assert.Equal(0, (await RunAsync("remove", "a")).ExitCode);

        Assert.Equal("  b  http://b\n", (await RunAsync("list")).Output);
    }

    [Theory]
    [InlineData("use", "nobody")]
    [InlineData("remove", "nobody")]
    [InlineData("set", "a b", "--server", "http://a")]
    [InlineData("set", "a", "--server", "http://user:secret@a")]
    public async Task Profile_ThatCannotBe_ExitsTwo(params string[] arguments)
    {
        var (exitCode, _, error) = await RunAsync(arguments);

        Assert.Equal(ExitCode.Invalid, exitCode);
        Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_settings.PathOf("flowfunctions")));
    }

    [Fact]
    public async Task File_IsForItsOwnerOnly()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await RunAsync("set", "a", "--server", "http://a");

        var file = _settings.PathOf("flowfunctions/profiles.json");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(Path.GetDirectoryName(file)!)
        );
    }

    [Fact]
    public async Task File_ThatIsBroken_IsNamed()
    {
        var file = _settings.Write("flowfunctions/profiles.json", "{");

        var (exitCode, _, error) = await RunAsync("list");

        Assert.Equal(ExitCode.Invalid, exitCode);
        Assert.Contains(file, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ServerOption_NameOfNoProfile_SaysSo()
    {
        using var terminal = new TestTerminal(settings: _settings.Path);

        Assert.Equal(ExitCode.Invalid, await terminal.RunAsync("list", "--server", "staging"));

        Assert.Contains("There is no profile 'staging'", terminal.Error, StringComparison.Ordinal);
    }

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var terminal = new TestTerminal(settings: _settings.Path);
        var exitCode = await terminal.RunAsync(["profile", .. arguments]);
        return (exitCode, terminal.Output, terminal.Error);
    }
}
