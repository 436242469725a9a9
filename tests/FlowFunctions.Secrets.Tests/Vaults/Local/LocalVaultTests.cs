using System.Diagnostics;
using System.Runtime.Versioning;
using FlowFunctions.Secrets.Vaults;
using FlowFunctions.Secrets.Vaults.Local;
using static FlowFunctions.Secrets.Tests.Vaults.Names;

namespace FlowFunctions.Secrets.Tests.Vaults.Local;

[UnsupportedOSPlatform("windows")]
public sealed class LocalVaultTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flow-vault-").FullName;
    private readonly ManualTime _time = new();
    private readonly LocalVault _vault;

    public LocalVaultTests() => _vault = new(VaultFolder, _time);

    private string VaultFolder => Path.Combine(_folder, "secrets");

    private string VaultPath => Path.Combine(VaultFolder, "vault.json");

    private string KeyPath => Path.Combine(VaultFolder, "vault.key");

    [Fact]
    public async Task Find_WithoutSecrets_FindsNoneAndMakesNoFiles()
    {
        Assert.Null(await _vault.ValueAsync("TOKEN"));
        Assert.Equal("", await _vault.NamesAsync());
        Assert.False(Directory.Exists(VaultFolder));
    }

    [Fact]
    public async Task Set_Twice_CountsVersionsAndKeepsTheFirstTime()
    {
        var first = await _vault.SetAsync(Prod, Name("TOKEN"), "one");
        _time.Advance(TimeSpan.FromMinutes(1));
        var second = await _vault.SetAsync(Prod, Name("TOKEN"), "two");

        Assert.Equal("two", await _vault.ValueAsync("TOKEN"));
        Assert.Equal(("1", "2"), (first.Version, second.Version));
        Assert.Equal((first.CreatedAt, first.CreatedAt.AddMinutes(1)), (second.CreatedAt, second.UpdatedAt));
    }

    [Fact]
    public async Task Set_SameNameElsewhere_IsAnotherSecret()
    {
        await _vault.SetAsync(Prod, Name("TOKEN"), "one");
        await _vault.SetAsync(new("other", "prod"), Name("TOKEN"), "two");
        await _vault.SetAsync(new("default", "test"), Name("TOKEN"), "three");
        await _vault.SetAsync(Prod, Name("token"), "four");

        Assert.Equal(("one", "four"), (await _vault.ValueAsync("TOKEN"), await _vault.ValueAsync("token")));
        Assert.Equal("two", await _vault.ValueAsync("TOKEN", new("other", "prod")));
        Assert.Equal("three", await _vault.ValueAsync("TOKEN", new("default", "test")));
        Assert.Equal("TOKEN,token", await _vault.NamesAsync());
    }

    [Fact]
    public async Task Set_Value_StandsInNoFile()
    {
        await _vault.SetAsync(Prod, Name("TOKEN"), "hidden-value");

        foreach (var path in Directory.GetFiles(VaultFolder))
        {
            Assert.DoesNotContain("hidden", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Set_ValueThatIsNone_IsRefused()
    {
        var half = new string('\ud800', 1);

        await Assert.ThrowsAsync<ArgumentException>(() => _vault.SetAsync(Prod, Name("TOKEN"), ""));
        await Assert.ThrowsAsync<ArgumentException>(() => _vault.SetAsync(Prod, Name("TOKEN"), half));
    }

    [Fact]
    public async Task Set_LongestValue_IsKeptAndALongerOneRefused()
    {
        var longest = new string('é', SecretValue.MaxBytes / 2);
        await _vault.SetAsync(Prod, Name("TOKEN"), longest);

        Assert.Equal(longest, await _vault.ValueAsync("TOKEN"));
        var refused = await Assert.ThrowsAsync<ArgumentException>(() =>
            _vault.SetAsync(Prod, Name("TOKEN"), longest + "x")
        );
        Assert.DoesNotContain("é", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_Secret_CanBeRecovered()
    {
        await _vault.SetAsync(Prod, Name("TOKEN"), "one");
        Assert.True(await _vault.DeleteAsync(Prod, Name("TOKEN")));
        Assert.False(await _vault.DeleteAsync(Prod, Name("TOKEN")));

        Assert.Null(await _vault.ValueAsync("TOKEN"));
        Assert.Equal(("", "TOKEN"), (await _vault.NamesAsync(), await _vault.NamesAsync(deleted: true)));
        var recovered = await _vault.RecoverAsync(Prod, Name("TOKEN"));
        Assert.Equal(("1", null), (recovered?.Version, recovered?.DeletedAt));
        Assert.Equal("one", await _vault.ValueAsync("TOKEN"));
        Assert.Null(await _vault.RecoverAsync(Prod, Name("TOKEN")));
    }

    [Fact]
    public async Task Delete_90DaysAgo_IsGoneForGood()
    {
        await _vault.SetAsync(Prod, Name("TOKEN"), "one");
        await _vault.DeleteAsync(Prod, Name("TOKEN"));
        _time.Advance(TimeSpan.FromDays(90) - TimeSpan.FromTicks(1));
        Assert.Equal("TOKEN", await _vault.NamesAsync(deleted: true));
        _time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal("", await _vault.NamesAsync(deleted: true));
        Assert.Null(await _vault.RecoverAsync(Prod, Name("TOKEN")));
        await _vault.SetAsync(Prod, Name("OTHER"), "two");
        Assert.DoesNotContain("TOKEN", await File.ReadAllTextAsync(VaultPath), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_DeletedSecret_IsThereAgainWithItsNextVersion()
    {
        await _vault.SetAsync(Prod, Name("TOKEN"), "one");
        await _vault.DeleteAsync(Prod, Name("TOKEN"));

        Assert.Equal("2", (await _vault.SetAsync(Prod, Name("TOKEN"), "two")).Version);
        Assert.Equal("", await _vault.NamesAsync(deleted: true));
    }

    [Fact]
    public async Task Set_FromSeveralVaultsAtOnce_LosesNothing()
    {
        var vaults = Enumerable.Range(0, 4).Select(_ => new LocalVault(VaultFolder, _time)).ToArray();
        await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .Select(i => Task.Run(() => vaults[i % 4].SetAsync(Prod, Name($"S{i}"), $"value {i}")))
        );

        for (var i = 0; i < 40; i++)
        {
            Assert.Equal($"value {i}", await vaults[(i + 1) % 4].ValueAsync($"S{i}"));
        }

        Array.ForEach(vaults, static vault => vault.Dispose());
    }

    [Fact]
    public async Task Set_WhileAnotherProcessHasTheLock_WaitsForIt()
    {
        await _vault.SetAsync(Prod, Name("FIRST"), "one");
        var start = new ProcessStartInfo("flock")
        {
            ArgumentList =
            {
                Path.Combine(VaultFolder, "vault.lock"),
                "sh",
                "-c",
                "echo locked; cat; grep -c SECOND vault.json",
            },
            WorkingDirectory = VaultFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var other = Process.Start(start)!;
        Assert.Equal("locked", await other.StandardOutput.ReadLineAsync());

        var setting = _vault.SetAsync(Prod, Name("SECOND"), "two");

        // Long enough for it to be written, if the lock did not count.
        await Task.WhenAny(setting, Task.Delay(TimeSpan.FromMilliseconds(100)));
        other.StandardInput.Close();
        Assert.Equal("0", await other.StandardOutput.ReadLineAsync());
        await other.WaitForExitAsync();
        await setting;
        Assert.Equal("two", await _vault.ValueAsync("SECOND"));
    }

    [Fact]
    public async Task Find_SecretOfAnotherVaultObject_SeesItAtOnce()
    {
        using var other = new LocalVault(VaultFolder, _time);
        for (var i = 0; i < 5; i++)
        {
            await other.SetAsync(Prod, Name("TOKEN"), $"value {i}");

            Assert.Equal($"value {i}", await _vault.ValueAsync("TOKEN"));
        }
    }

    [Fact]
    public async Task Find_FileThatIsNotNew_IsAnsweredFromMemory()
    {
        await _vault.SetAsync(Prod, Name("TOKEN"), "one");
        File.SetLastWriteTimeUtc(VaultPath, DateTime.UtcNow.AddMinutes(-1));
        await _vault.ValueAsync("TOKEN");

        var found = _vault.ValueAsync("TOKEN");
        Assert.True(found.IsCompletedSuccessfully);
        Assert.Equal("one", await found);
    }

    [Fact]
    public async Task Files_AreForTheirOwnerOnly()
    {
        await _vault.SetAsync(Prod, Name("TOKEN"), "one");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyPath));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(VaultPath));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(VaultFolder)
        );
    }

    [Fact]
    public async Task Find_KeyFileThatOthersCanRead_IsRefusedWithTheCommandThatMendsIt()
    {
        await _vault.SetAsync(Prod, Name("TOKEN"), "one");
        File.SetUnixFileMode(KeyPath, UnixFileMode.UserRead | UnixFileMode.GroupRead);

        var refused = await Assert.ThrowsAsync<VaultException>(() => _vault.ValueAsync("TOKEN"));
        Assert.Contains($"chmod 600 {KeyPath}", refused.Message, StringComparison.Ordinal);
        File.SetUnixFileMode(KeyPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Equal("one", await _vault.ValueAsync("TOKEN"));
    }

    [Theory]
    [InlineData("missing", "is missing")]
    [InlineData("damaged", "is damaged")]
    [InlineData("other", "is not the one")]
    public async Task AnyUse_LostKey_IsToldAndWritesNothing(string what, string message)
    {
        await _vault.SetAsync(Prod, Name("TOKEN"), "one");
        var sealedBytes = await File.ReadAllBytesAsync(VaultPath);
        File.Delete(KeyPath);
        if (what != "missing")
        {
            var text = what == "other" ? Convert.ToBase64String(new byte[32]) : "no key";
            await File.WriteAllTextAsync(KeyPath, text);
            File.SetUnixFileMode(KeyPath, UnixFileMode.UserRead);
        }

        await AssertLeftAloneAsync(message, sealedBytes);
        Assert.Equal(what != "missing", File.Exists(KeyPath));
    }

    [Theory]
    [InlineData("", "no vault file")]
    [InlineData("{", "no vault file")]
    [InlineData("null", "no vault file")]
    [InlineData("{}", "no vault file")]
    [InlineData("""{"format":9,"keyId":"","rows":[]}""", "newer FlowFunctions")]
    public async Task AnyUse_FileThatIsNoVault_IsToldAndKept(string text, string message)
    {
        await _vault.SetAsync(Prod, Name("TOKEN"), "one");
        await File.WriteAllTextAsync(VaultPath, text);

        await AssertLeftAloneAsync(message, await File.ReadAllBytesAsync(VaultPath));
    }

    [Theory]
    [InlineData("\"default\"", "\"another\"")]
    [InlineData("\"prod\"", "\"test\"")]
    [InlineData("\"TOKEN\"", "\"NEKOT\"")]
    [InlineData("\"version\": 1", "\"version\": 2")]
    [InlineData("\"sealed\": \"", "\"sealed\": \"AAAA")]
    [InlineData("2026-03-01T12", "2025-03-01T12")]
    public async Task AnyUse_ChangedRow_IsToldAndKept(string text, string change)
    {
        await _vault.SetAsync(Prod, Name("TOKEN"), "one");
        var file = await File.ReadAllTextAsync(VaultPath);
        Assert.Contains(text, file, StringComparison.Ordinal);
        await File.WriteAllTextAsync(VaultPath, file.Replace(text, change, StringComparison.Ordinal));

        await AssertLeftAloneAsync("is not as it was sealed", await File.ReadAllBytesAsync(VaultPath));
    }

    [Fact]
    public async Task AnyUse_SwappedValues_AreTold()
    {
        await _vault.SetAsync(Prod, Name("A"), "one");
        await _vault.SetAsync(Prod, Name("B"), "two");
        var file = await File.ReadAllTextAsync(VaultPath);
        var swapped = file.Replace("\"A\"", "\"C\"", StringComparison.Ordinal)
            .Replace("\"B\"", "\"A\"", StringComparison.Ordinal)
            .Replace("\"C\"", "\"B\"", StringComparison.Ordinal);
        await File.WriteAllTextAsync(VaultPath, swapped);

        await AssertLeftAloneAsync("is not as it was sealed", await File.ReadAllBytesAsync(VaultPath));
    }

    [Fact]
    public async Task Set_FileThatACrashLeftBehind_IsReplaced()
    {
        Directory.CreateDirectory(VaultFolder);
        await File.WriteAllTextAsync(VaultPath + ".new", "half");
        await File.WriteAllTextAsync(KeyPath + ".new", "half");

        await _vault.SetAsync(Prod, Name("TOKEN"), "one");
        Assert.Equal("one", await _vault.ValueAsync("TOKEN"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyPath));
    }

    public void Dispose()
    {
        _vault.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task AssertLeftAloneAsync(string message, byte[] bytes)
    {
        var read = await Assert.ThrowsAsync<VaultException>(() => _vault.ValueAsync("TOKEN"));
        var written = await Assert.ThrowsAsync<VaultException>(() => _vault.SetAsync(Prod, Name("NEW"), "two"));
        var deleted = await Assert.ThrowsAsync<VaultException>(() => _vault.DeleteAsync(Prod, Name("TOKEN")));

        Assert.All(
            [read, written, deleted],
            refused => Assert.Contains(message, refused.Message, StringComparison.Ordinal)
        );
        Assert.All([read, written, deleted], static refused => Assert.False(refused.IsTransient));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(VaultPath));
    }
}
