using FlowFunctions.Secrets.Vaults;
using FlowFunctions.Secrets.Vaults.KeyVault;
using static FlowFunctions.Secrets.Tests.Vaults.Names;

namespace FlowFunctions.Secrets.Tests.Vaults.KeyVault;

public sealed class KeyVaultVaultTests : IAsyncLifetime
{
    private readonly FixedCredential _credential = new();
    private VaultServer _server = null!;
    private KeyVaultVault _vault = null!;

    public async Task InitializeAsync()
    {
        _server = await VaultServer.StartAsync();
        _vault = Connect(new KeyVaultOptions());
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Set_NewSecret_IsWrittenAfterTheChallengeOnly()
    {
        var info = await _vault.SetAsync(Prod, Name("TOKEN"), "hidden-value");

        Assert.Equal("hidden-value", await _vault.ValueAsync("TOKEN"));
        Assert.Equal(32, info.Version.Length);
        Assert.All(
            _server.Requests.Where(static request => request.Token is null),
            static request => Assert.Equal("", request.Body)
        );
        Assert.Contains(_server.Requests, static request => request.Token is null);
        var asked = Assert.Single(_credential.Asked);
        Assert.Equal(["https://vault.azure.net/.default"], asked.Scopes);
        Assert.Equal("11112222-3333-4444-5555-666677778888", asked.TenantId);
    }

    [Fact]
    public async Task Set_Twice_HasNewVersionAndTheFirstTime()
    {
        var first = await _vault.SetAsync(Prod, Name("TOKEN"), "one");
        var second = await _vault.SetAsync(Prod, Name("TOKEN"), "two");

        Assert.NotEqual(first.Version, second.Version);
        Assert.Equal(first.CreatedAt, second.CreatedAt);
        Assert.True(second.UpdatedAt > first.UpdatedAt);
        Assert.Equal(second, (await _vault.FindAsync(Prod, Name("TOKEN")))?.Info);
    }

    [Fact]
    public async Task Names_ThatDifferOnlyAsTheVaultDoesNotTell_AreDifferentSecrets()
    {
        (SecretScope Scope, string Name)[] all =
        [
            (new("default", "prod"), "MY_TOKEN"),
            (new("default", "prod"), "my_token"),
            (new("default", "prod"), "MY-TOKEN"),
            (new("default-prod", "MY"), "TOKEN"),
            (new("default", "prod-MY"), "TOKEN"),
            (new("DEFAULT", "prod"), "MY_TOKEN"),
            (new(new string('w', 200), new string('e', 200)), new string('n', 64)),
            (new(new string('w', 200), new string('e', 200)), new string('n', 63)),
        ];
        foreach (var (scope, name) in all)
        {
            await _vault.SetAsync(scope, Name(name), $"{scope} {name}");
        }

        foreach (var (scope, name) in all)
        {
            Assert.Equal($"{scope} {name}", await _vault.ValueAsync(name, scope));
        }

        Assert.Equal(all.Length, _server.Contents.Names.Count);
        Assert.All(_server.Contents.Names, static name => Assert.Matches("^[0-9A-Za-z-]{1,127}$", name));
        Assert.Equal("MY-TOKEN,MY_TOKEN,my_token", await _vault.NamesAsync());
    }

    [Fact]
    public async Task Find_SecretWithTagsOfAnother_IsRefused()
    {
        await _vault.SetAsync(Prod, Name("TOKEN"), "one");
        _server.Contents.Change(
            _server.Contents.Names[0],
            static secret => secret["tags"]!["flow-workspace"] = "other"
        );

        var refused = await Assert.ThrowsAsync<VaultException>(() => _vault.ValueAsync("TOKEN"));
        Assert.Contains("tags", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<VaultException>(() => _vault.SetAsync(Prod, Name("TOKEN"), "two"));
        await Assert.ThrowsAsync<VaultException>(() => _vault.DeleteAsync(Prod, Name("TOKEN")));
        Assert.Equal("", await _vault.NamesAsync());
    }

    [Fact]
    public async Task Find_MissingOrDisabled_FindsNone()
    {
        Assert.Null(await _vault.ValueAsync("TOKEN"));
        await _vault.SetAsync(Prod, Name("TOKEN"), "one");
        _server.Contents.Change(_server.Contents.Names[0], static secret => secret["attributes"]!["enabled"] = false);

        Assert.Null(await _vault.ValueAsync("TOKEN"));
        Assert.Equal("", await _vault.NamesAsync());
    }

    [Fact]
    public async Task List_MoreThanAPage_HasAllOfTheScopeInOrder()
    {
        for (var i = 0; i < 60; i++)
        {
            await _vault.SetAsync(i % 2 == 0 ? Prod : new("other", "prod"), Name($"S{i:00}"), "value");
        }

        var expected = string.Join(',', Enumerable.Range(0, 30).Select(static i => $"S{i * 2:00}"));
        Assert.Equal(expected, await _vault.NamesAsync());
        Assert.Equal(3, _server.Requests.Count(static request => request is { Method: "GET", Path: "/secrets" }));
    }

    [Fact]
    public async Task Delete_Secret_CanBeListedAndRecovered()
    {
        var set = await _vault.SetAsync(Prod, Name("TOKEN"), "one");
        Assert.True(await _vault.DeleteAsync(Prod, Name("TOKEN")));
        Assert.False(await _vault.DeleteAsync(Prod, Name("TOKEN")));

        Assert.Null(await _vault.ValueAsync("TOKEN"));
        Assert.Equal(("", "TOKEN"), (await _vault.NamesAsync(), await _vault.NamesAsync(deleted: true)));
        await foreach (var info in _vault.ListAsync(Prod, deleted: true))
        {
            Assert.Equal(TimeSpan.FromDays(90), info.PurgeAt - info.DeletedAt);
        }

        _server.Contents.RecoveryTakes = 2;
        Assert.Equal(set, await _vault.RecoverAsync(Prod, Name("TOKEN")));
        Assert.Equal("one", await _vault.ValueAsync("TOKEN"));
        Assert.Null(await _vault.RecoverAsync(Prod, Name("TOKEN")));
    }

    [Fact]
    public async Task Set_DeletedSecret_RecoversItFirst()
    {
        var first = await _vault.SetAsync(Prod, Name("TOKEN"), "one");
        await _vault.DeleteAsync(Prod, Name("TOKEN"));

        var second = await _vault.SetAsync(Prod, Name("TOKEN"), "two");
        Assert.Equal("two", await _vault.ValueAsync("TOKEN"));
        Assert.Equal(first.CreatedAt, second.CreatedAt);
        Assert.Equal("", await _vault.NamesAsync(deleted: true));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Find_VaultThatAsksForAPause_IsAskedAgain(int status)
    {
        await _vault.SetAsync(Prod, Name("TOKEN"), "one");
        _server.FailNext(status, retryAfter: "20", times: 2);
        var before = _server.Calls;

        Assert.Equal("one", await _vault.ValueAsync("TOKEN"));
        Assert.Equal(3, _server.Calls - before);
    }

    [Theory]
    [InlineData(429, true, "too often")]
    [InlineData(503, true, "cannot be reached")]
    [InlineData(409, true, "still deletes")]
    [InlineData(403, false, "Key Vault Secrets Officer")]
    [InlineData(400, false, "answers 400")]
    public async Task Find_VaultThatFails_IsToldInWordsWithoutValues(int status, bool isTransient, string message)
    {
        _server.FailNext(status, retryAfter: "1", times: 10);

        var failed = await Assert.ThrowsAsync<VaultException>(() => _vault.ValueAsync("TOKEN"));
        Assert.Equal(isTransient, failed.IsTransient);
        Assert.Contains(message, failed.Message, StringComparison.Ordinal);
        Assert.InRange(_server.Calls, 1, 5);
    }

    [Fact]
    public async Task Find_VaultThatDoesNotAnswer_EndsWithTheTimeLimit()
    {
        var vault = Connect(new KeyVaultOptions { Limit = TimeSpan.FromMilliseconds(300) });
        var never = new TaskCompletionSource();
        _server.HoldNext(never.Task);

        var failed = await Assert.ThrowsAsync<VaultException>(() => vault.ValueAsync("TOKEN"));
        Assert.True(failed.IsTransient);
        never.SetResult();
    }

    [Fact]
    public async Task Find_NoServer_IsTransient()
    {
        var vault = Connect(new KeyVaultOptions { MaxRetries = 1 });
        await _server.StopAsync();
        var failed = await Assert.ThrowsAsync<VaultException>(() => vault.ValueAsync("TOKEN"));

        Assert.True(failed.IsTransient);
    }

    [Fact]
    public async Task Find_CallerThatGivesUp_IsCancelled()
    {
        using var stop = new CancellationTokenSource();
        var never = new TaskCompletionSource();
        _server.HoldNext(never.Task);
        var finding = _vault.FindAsync(Prod, Name("TOKEN"), stop.Token).AsTask();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => finding);
        never.SetResult();
    }

    private KeyVaultVault Connect(KeyVaultOptions options) =>
        new(
            _server.Address,
            _credential,
            options with
            {
                Transport = _server.Transport,
                RetryDelay = TimeSpan.FromMilliseconds(10),
                RecoveryPoll = TimeSpan.FromMilliseconds(10),
            }
        );
}
