using System.Text.Json;
using FlowFunctions.Cli.Tests.Apps;

namespace FlowFunctions.Cli.Tests.Remote.Files;

[Collection(nameof(AppTests))]
public sealed class FilesCommandTests(AppFixture app) : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _id = AppFixture.NewId("files");

    [Fact]
    public async Task PutAndGet_OfAnyBytes_GiveTheSameBytes()
    {
        byte[] bytes = [0, 255, 10, 13, 0xEF, 0xBB, 0xBF];
        var file = _folder.PathOf("a b.bin");
        await File.WriteAllBytesAsync(file, bytes);

        var put = await app.RunAsync("files", "put", file, $"{_id}/ü/");
        var copy = _folder.PathOf("copy");
        var get = await app.RunAsync("files", "get", $"{_id}/ü/a b.bin", "-o", copy);
        using var terminal = new TestTerminal();
        await terminal.RunAsync("files", "get", $"{_id}/ü/a b.bin", "-o", "-", "--server", app.Address);

        Assert.Equal((0, $"{_id}/ü/a b.bin version 1, 7 bytes\n"), (put.ExitCode, put.Output));
        Assert.Equal((0, ""), (get.ExitCode, get.Output + get.Error));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(copy));
        Assert.Equal(bytes, terminal.Bytes.ToArray());
    }

    [Fact]
    public async Task Put_OverAnotherContent_NeedsAConditionOrForce()
    {
        var file = _folder.Write("a.py", "1");
        await app.RunAsync("files", "put", file, $"{_id}/a.py", "--new");
        _folder.Write("a.py", "2");

        var plain = await app.RunAsync("files", "put", file, $"{_id}/a.py");
        Assert.Equal(ExitCode.Conflict, plain.ExitCode);
        Assert.Contains("it has another content on the server", plain.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("ETag", plain.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Conflict, (await app.RunAsync("files", "put", file, $"{_id}/a.py", "--new")).ExitCode);
        var stale = await app.RunAsync("files", "put", file, $"{_id}/a.py", "--if-match", new string('0', 64));
        Assert.Equal(ExitCode.Conflict, stale.ExitCode);
        Assert.Contains("another content than --if-match names", stale.Error, StringComparison.Ordinal);
        Assert.Equal(
            0,
            (await app.RunAsync("files", "put", file, $"{_id}/a.py", "--if-match", await HashAsync())).ExitCode
        );
        _folder.Write("a.py", "3");
        Assert.Equal(0, (await app.RunAsync("files", "put", file, $"{_id}/a.py", "--force")).ExitCode);
        Assert.Equal(0, (await app.RunAsync("files", "put", file, $"{_id}/new.py", "--force")).ExitCode);
        Assert.Equal(
            ExitCode.Invalid,
            (await app.RunAsync("files", "put", file, $"{_id}/a.py", "--force", "--new")).ExitCode
        );
    }

    [Fact]
    public async Task Put_OfTheSameContentAgain_SaysSo()
    {
        var file = _folder.Write("a.py", "1");
        await app.RunAsync("files", "put", file, $"{_id}/a.py");

        var plain = await app.RunAsync("files", "put", file, $"{_id}/a.py");
        var forced = await app.RunAsync("files", "put", file, $"{_id}/a.py", "--force");

        Assert.Equal((0, $"{_id}/a.py version 1, 1 bytes, unchanged\n"), (plain.ExitCode, plain.Output));
        Assert.Equal(plain.Output, forced.Output);
    }

    [Fact]
    public async Task Put_OfAFolder_NamesSync()
    {
        var put = await app.RunAsync("files", "put", _folder.Path, $"{_id}/");

        Assert.Equal(ExitCode.Invalid, put.ExitCode);
        Assert.Contains($"'flow files sync {_folder.Path}'", put.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sync_WithoutItsFolder_PointsToItsOwnHelp() =>
        Assert.Contains(
            "'flow files sync --help'",
            (await app.RunAsync("files", "sync")).Error,
            StringComparison.Ordinal
        );

    [Fact]
    public async Task Ls_OfAFolder_HasALineForEachFileAndEachVersion()
    {
        var file = _folder.Write("a.py", "1");
        await app.RunAsync("files", "put", file, $"{_id}/a.py", "-m", "First");
        _folder.Write("a.py", "22");
        await app.RunAsync("files", "put", file, $"{_id}/a.py", "--force");
        await app.RunAsync("files", "put", file, $"{_id}/b.py");

        var list = (await app.RunAsync("files", "ls", $"{_id}/")).Output.Split('\n');
        var versions = (await app.RunAsync("files", "ls", "--versions", $"{_id}/a.py")).Output.Split('\n');

        Assert.Equal([$"{_id}/a.py\t2\t2", $"{_id}/b.py\t1\t2", ""], list.Select(Start));
        Assert.Equal([$"{_id}/a.py\t2\t2", $"{_id}/a.py\t1\t1", ""], versions.Select(Start));
        Assert.EndsWith("\tFirst", versions[1], StringComparison.Ordinal);
        var old = _folder.PathOf("old.py");
        await app.RunAsync("files", "get", $"{_id}/a.py", "--version", "1", "-o", old);
        Assert.Equal("1", await File.ReadAllTextAsync(old));
        Assert.Contains(
            "There are no such files",
            (await app.RunAsync("files", "ls", "nothing/")).Error,
            StringComparison.Ordinal
        );

        static string Start(string line) => string.Join('\t', line.Split('\t').Take(3));
    }

    [Fact]
    public async Task Get_OverAFileThatIsThere_IsRefusedWithoutForce()
    {
        await app.RunAsync("files", "put", _folder.Write("a.py", "server"), $"{_id}/a.py");
        var mine = _folder.Write("mine.py", "mine");

        var refused = await app.RunAsync("files", "get", $"{_id}/a.py", "-o", mine);
        Assert.Equal((ExitCode.Conflict, "mine"), (refused.ExitCode, await File.ReadAllTextAsync(mine)));
        Assert.Equal(0, (await app.RunAsync("files", "get", $"{_id}/a.py", "-o", mine, "--force")).ExitCode);
        Assert.Equal("server", await File.ReadAllTextAsync(mine));
        Assert.Equal(ExitCode.Invalid, (await app.RunAsync("files", "get", $"{_id}/b.py", "-o", mine)).ExitCode);
        Assert.Equal(ExitCode.Invalid, (await app.RunAsync("files", "get", "../b.py", "-o", mine)).ExitCode);
    }

    [Fact]
    public async Task Rm_OfAFile_DeletesItOnce()
    {
        await app.RunAsync("files", "put", _folder.Write("a.py", "1"), $"{_id}/a.py");

        Assert.Equal(
            ExitCode.Conflict,
            (await app.RunAsync("files", "rm", $"{_id}/a.py", "--if-match", new string('0', 64))).ExitCode
        );
        Assert.Equal(0, (await app.RunAsync("files", "rm", $"{_id}/a.py")).ExitCode);
        var again = await app.RunAsync("files", "rm", $"{_id}/a.py");
        Assert.Equal(ExitCode.Invalid, again.ExitCode);
        Assert.Contains("There is no file", again.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> HashAsync()
    {
        var list = await app.RunAsync("files", "ls", $"{_id}/a.py", "--json");
        return JsonElement.Parse(list.Output)[0].GetProperty("sha256").GetString()!;
    }
}
