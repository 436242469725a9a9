using System.Runtime.CompilerServices;
using FlowFunctions.Secrets.Vaults;
using FlowFunctions.Secrets.Vaults.Caching;
using static FlowFunctions.Secrets.Tests.Vaults.Names;

namespace FlowFunctions.Secrets.Tests.Vaults.Caching;

public sealed class CachedVaultTests
{
    private readonly ManualTime _time = new();
    private readonly SlowVault _slow = new();
    private readonly CachedVault _vault;

    public CachedVaultTests() => _vault = new(_slow, new CacheTimes(), _time);

    [Fact]
    public async Task Find_FreshValue_IsAnsweredFromMemory()
    {
        _slow.Value = "one";
        Assert.Equal("one", await _vault.ValueAsync("TOKEN"));
        _slow.Value = "two";
        _time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));

        var found = _vault.ValueAsync("TOKEN");
        Assert.True(found.IsCompletedSuccessfully);
        Assert.Equal("one", await found);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal("two", await _vault.ValueAsync("TOKEN"));
    }

    [Fact]
    public async Task Find_MissingSecret_IsAskedForAgainSooner()
    {
        Assert.Null(await _vault.ValueAsync("TOKEN"));
        _slow.Value = "one";
        Assert.Null(await _vault.ValueAsync("TOKEN"));
        _time.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal("one", await _vault.ValueAsync("TOKEN"));
        Assert.Equal(2, _slow.Questions);
    }

    [Fact]
    public async Task Find_ManyAtOnce_AskOnce()
    {
        _slow.Gate = new TaskCompletionSource();
        var finding = Enumerable.Range(0, 50).Select(_ => _vault.ValueAsync("TOKEN")).ToArray();
        using var impatient = new CancellationTokenSource();
        var given = _vault.FindAsync(Prod, Name("TOKEN"), impatient.Token).AsTask();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        _slow.Value = "one";
        _slow.Gate.SetResult();

        Assert.All(await Task.WhenAll(finding), static value => Assert.Equal("one", value));
        Assert.Equal(1, _slow.Questions);
    }

    [Fact]
    public async Task Find_Outage_TakesTheOldValueForAnHourAndAsksNowAndThen()
    {
        _slow.Value = "one";
        await _vault.ValueAsync("TOKEN");
        _slow.Failure = new VaultException("out", isTransient: true);
        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal("one", await _vault.ValueAsync("TOKEN"));
        Assert.Equal("one", await _vault.ValueAsync("TOKEN"));
        Assert.Equal(2, _slow.Questions);
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal("one", await _vault.ValueAsync("TOKEN"));
        Assert.Equal(3, _slow.Questions);
        _time.Advance(TimeSpan.FromHours(1));
        await Assert.ThrowsAsync<VaultException>(() => _vault.ValueAsync("TOKEN"));
    }

    [Fact]
    public async Task Find_EndOfAnOutage_TakesTheNewValue()
    {
        _slow.Value = "one";
        await _vault.ValueAsync("TOKEN");
        _slow.Failure = new VaultException("out", isTransient: true);
        _time.Advance(TimeSpan.FromMinutes(5));
        await _vault.ValueAsync("TOKEN");
        (_slow.Failure, _slow.Value) = (null, "two");
        _time.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal("two", await _vault.ValueAsync("TOKEN"));
    }

    [Fact]
    public async Task Find_RefusalOrNothingKnown_IsTold()
    {
        _slow.Failure = new VaultException("out", isTransient: true);
        await Assert.ThrowsAsync<VaultException>(() => _vault.ValueAsync("TOKEN"));
        (_slow.Failure, _slow.Value) = (null, "one");
        await _vault.ValueAsync("TOKEN");
        _slow.Failure = new VaultException("refused", isTransient: false);
        _time.Advance(TimeSpan.FromMinutes(5));

        await Assert.ThrowsAsync<VaultException>(() => _vault.ValueAsync("TOKEN"));
    }

    [Fact]
    public async Task Change_ThroughTheCache_IsSeenAtOnce()
    {
        await _vault.SetAsync(Prod, Name("TOKEN"), "one");
        Assert.Equal("one", await _vault.ValueAsync("TOKEN"));
        await _vault.SetAsync(Prod, Name("TOKEN"), "two");
        Assert.Equal("two", await _vault.ValueAsync("TOKEN"));
        await _vault.DeleteAsync(Prod, Name("TOKEN"));
        Assert.Null(await _vault.ValueAsync("TOKEN"));
        await _vault.RecoverAsync(Prod, Name("TOKEN"));
        Assert.Equal("recovered", await _vault.ValueAsync("TOKEN"));
    }

    [Fact]
    public async Task Change_WhileASecretIsRead_DoesNotKeepTheOldOne()
    {
        _slow.Value = "one";
        _slow.Gate = new TaskCompletionSource();
        var finding = _vault.ValueAsync("TOKEN");
        await _slow.Asked;
        var reading = _slow.Gate;
        _slow.Gate = null;
        await _vault.SetAsync(Prod, Name("TOKEN"), "two");
        reading.SetResult();
        Assert.Equal("one", await finding);

        Assert.Equal("two", await _vault.ValueAsync("TOKEN"));
    }

    /// <summary>A vault of one secret that answers when it is told to.</summary>
    private sealed class SlowVault : ISecretVault
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _questions;

        public string? Value { get; set; }

        public VaultException? Failure { get; set; }

        public TaskCompletionSource? Gate { get; set; }

        public int Questions => _questions;

        public Task Asked => _asked.Task;

        public async ValueTask<Secret?> FindAsync(
            SecretScope scope,
            SecretName name,
            CancellationToken cancellationToken = default
        )
        {
            Interlocked.Increment(ref _questions);
            var (gate, isRead, value) = (Gate, Value is not null, Value);
            _asked.TrySetResult();
            if (gate is not null)
            {
                await gate.Task;
            }

            return Failure is not null ? throw Failure
                : (isRead ? value : Value) is { } found ? new Secret(Info(name), found)
                : null;
        }

        public Task<SecretInfo> SetAsync(
            SecretScope scope,
            SecretName name,
            string value,
            CancellationToken cancellationToken = default
        )
        {
            Value = value;
            return Task.FromResult(Info(name));
        }

        public Task<bool> DeleteAsync(SecretScope scope, SecretName name, CancellationToken cancellationToken = default)
        {
            Value = null;
            return Task.FromResult(true);
        }

        public Task<SecretInfo?> RecoverAsync(
            SecretScope scope,
            SecretName name,
            CancellationToken cancellationToken = default
        )
        {
            Value = "recovered";
            return Task.FromResult<SecretInfo?>(Info(name));
        }

        public async IAsyncEnumerable<SecretInfo> ListAsync(
            SecretScope scope,
            bool deleted = false,
            [EnumeratorCancellation] CancellationToken cancellationToken = default
        )
        {
            await Task.CompletedTask;
            yield break;
        }

        private static SecretInfo Info(SecretName name) => new(name, "1", default, default);
    }
}
