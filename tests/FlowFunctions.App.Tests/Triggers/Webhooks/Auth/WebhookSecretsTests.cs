using System.Text;
using FlowFunctions.App.Triggers.Webhooks.Auth;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Steps.Secrets;

namespace FlowFunctions.App.Tests.Triggers.Webhooks.Auth;

public sealed class WebhookSecretsTests
{
    private readonly ManualTime _time = new();
    private readonly Vault _vault = new();

    [Fact]
    public async Task Value_Kept_IsNotAskedForAgainUntilItsTimeIsUp()
    {
        var secrets = new WebhookSecrets(_vault, _time);
        _vault.Value = "one\r\n  two \n\n";

        Assert.Equal("one|two", await GetAsync(secrets));
        _vault.Value = "three";
        _time.Advance(WebhookSecrets.KeptFor - TimeSpan.FromTicks(1));
        Assert.Equal("one|two", await GetAsync(secrets));
        _time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal("three", await GetAsync(secrets));
        Assert.Equal(2, _vault.Asked);
    }

    [Fact]
    public async Task Value_ThatIsMissing_IsAskedForAgainAfterASecond()
    {
        var secrets = new WebhookSecrets(_vault, _time);

        Assert.Equal("", await GetAsync(secrets));
        _vault.Value = "one";
        Assert.Equal("", await GetAsync(secrets));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("one", await GetAsync(secrets));
    }

    [Fact]
    public async Task Value_AskedForByManyAtOnce_IsAskedForOnce()
    {
        var secrets = new WebhookSecrets(_vault, _time);
        _vault.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _vault.Value = "one";

        var askers = Enumerable.Range(0, 20).Select(_ => GetAsync(secrets)).ToArray();
        _vault.Gate.SetResult();

        Assert.All(await Task.WhenAll(askers), static value => Assert.Equal("one", value));
        Assert.Equal(1, _vault.Asked);
    }

    [Fact]
    public async Task Vault_ThatFailed_IsAskedAgainAtOnce()
    {
        var secrets = new WebhookSecrets(_vault, _time);
        _vault.IsBroken = true;
        await Assert.ThrowsAsync<SecretUnavailableException>(() => GetAsync(secrets));
        (_vault.IsBroken, _vault.Value) = (false, "one");

        Assert.Equal("one", await GetAsync(secrets));
    }

    [Fact]
    public async Task Vault_ThatFailsLater_LetsNobodyInWithWhatItSaidBefore()
    {
        var secrets = new WebhookSecrets(_vault, _time);
        _vault.Value = "one";
        await GetAsync(secrets);
        _vault.IsBroken = true;
        _time.Advance(WebhookSecrets.KeptFor);

        await Assert.ThrowsAsync<SecretUnavailableException>(() => GetAsync(secrets));
    }

    private static async Task<string> GetAsync(WebhookSecrets secrets) =>
        string.Join(
            '|',
            (await secrets.GetAsync("default", "KEY", CancellationToken.None)).Select(Encoding.UTF8.GetString)
        );

    private sealed class Vault : ISecretSource
    {
        private int _asked;

        public string? Value { get; set; }

        public bool IsBroken { get; set; }

        public TaskCompletionSource? Gate { get; set; }

        public int Asked => _asked;

        public async ValueTask<string?> FindAsync(string workspace, string name, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asked);
            await (Gate?.Task ?? Task.CompletedTask);
            return IsBroken ? throw new SecretUnavailableException("No answer.", isTransient: true) : Value;
        }
    }
}
